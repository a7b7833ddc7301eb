package org.pydb.engine.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.txn.WriteSet;

/**
 * The definitions as entries of a tree, which makes definition statements as transactional as all
 * others.
 *
 * <pre>
 * key                      value
 * 01 table id (4)          the definition, see {@link DefinitionCodec}
 * 02 name of a schema      nothing
 * 03 sequence id (4)       the definition, see {@link SequenceCodec}
 * 04 view id (4)           the definition, see {@link ViewCodec}
 * </pre>
 */
public final class CatalogTree {

  /** The id of the tree of definitions. */
  public static final int TREE_ID = 1;

  /** The first id that is given to other trees. */
  public static final int FIRST_FREE_ID = 16;

  private static final byte TABLE = 1;
  private static final byte SCHEMA = 2;
  private static final byte SEQUENCE = 3;
  private static final byte VIEW = 4;

  /** An entry as it was read. */
  private static final class Entry {
    final byte[] key;
    final byte[] value;

    /** A definition, or null if it is a schema's. */
    final @Nullable Object definition;

    Entry(byte[] key, byte[] value, @Nullable Object definition) {
      this.key = key;
      this.value = value;
      this.definition = definition;
    }
  }

  /** What was read last, in the order of keys, and the catalog of it: most of it stays. */
  private List<Entry> last = List.of();

  private Catalog catalog = Catalog.EMPTY;
  private final ReentrantLock lock = new ReentrantLock();

  /** A reader that has read nothing yet. */
  public CatalogTree() {}

  /**
   * Reads the definitions that a view shows. What is the same as when this was called last is
   * neither decoded nor put in order anew.
   */
  public Catalog read(ReadView view) {
    lock.lock();
    try {
      return readLocked(view);
    } finally {
      lock.unlock();
    }
  }

  private Catalog readLocked(ReadView view) {
    Catalog now = catalog;
    List<Entry> entries = new ArrayList<>(last.size() + 1);
    int old = 0;
    ViewCursor cursor = new ViewCursor();
    cursor.open(view, TREE_ID, KeyRange.ALL, false);
    EntryPointer pointer = new EntryPointer();
    while (cursor.next()) {
      pointer.set(cursor.node(), cursor.index());
      byte[] key = cursor.node().head(cursor.index());
      while (old < last.size() && Arrays.compareUnsigned(last.get(old).key, key) < 0) {
        now = without(now, last.get(old++));
      }
      Entry before = old < last.size() ? last.get(old) : null;
      if (before != null && Arrays.equals(before.key, key)) {
        old++;
        if (pointer.hasValue(before.value, view.file())) {
          entries.add(before);
          continue;
        }
      }
      byte[] value = pointer.value(view.file());
      Entry entry = new Entry(key, value, definition(key, value, view.file()));
      entries.add(entry);
      now = with(now, entry);
    }
    while (old < last.size()) {
      now = without(now, last.get(old++));
    }
    last = entries;
    catalog = now;
    return now;
  }

  private static @Nullable Object definition(byte[] key, byte[] value, PageFile file) {
    return switch (key[0]) {
      case TABLE -> DefinitionCodec.decode(value);
      case SCHEMA -> null;
      case SEQUENCE -> SequenceCodec.decode(value);
      case VIEW -> ViewCodec.decode(value);
      default ->
          throw new FormatTooNewException(
              file.description()
                  + ": the catalog has an entry of kind "
                  + key[0]
                  + ", which this version of pydb does not know: upgrade pydb");
    };
  }

  private static Catalog with(Catalog catalog, Entry entry) {
    if (entry.definition instanceof TableDefinition table) {
      return catalog.with(table);
    }
    if (entry.definition instanceof SequenceDefinition sequence) {
      return catalog.with(sequence);
    }
    return entry.definition instanceof ViewDefinition view
        ? catalog.with(view)
        : catalog.withSchema(String.valueOf(schemaName(entry.key)));
  }

  private static Catalog without(Catalog catalog, Entry entry) {
    if (entry.definition instanceof TableDefinition table) {
      return catalog.without(table.id());
    }
    if (entry.definition instanceof SequenceDefinition sequence) {
      return catalog.withoutSequence(sequence.id());
    }
    return entry.definition instanceof ViewDefinition view
        ? catalog.withoutView(view.id())
        : catalog.withoutSchema(String.valueOf(schemaName(entry.key)));
  }

  /** The definition that an entry of a table's key holds. */
  public static TableDefinition decode(byte[] value) {
    return DefinitionCodec.decode(value);
  }

  /** The name of the schema that an entry makes, or null if it makes something else. */
  public static @Nullable String schemaName(byte[] key) {
    return key.length > 0 && key[0] == SCHEMA
        ? new String(key, 1, key.length - 1, StandardCharsets.UTF_8)
        : null;
  }

  /** Adds or replaces a table's definition. */
  public static void put(WriteSet writes, TableDefinition table) {
    put(writes, key(table.id()), DefinitionCodec.encode(table));
  }

  /** Removes a table's definition. */
  public static void remove(WriteSet writes, int tableId) {
    byte[] key = key(tableId);
    writes.delete(TREE_ID, true, key, 0, key.length);
  }

  /** Adds or replaces a sequence's definition. */
  public static void put(WriteSet writes, SequenceDefinition sequence) {
    put(writes, key(SEQUENCE, sequence.id()), SequenceCodec.encode(sequence));
  }

  /** Removes a sequence's definition. */
  public static void removeSequence(WriteSet writes, int id) {
    byte[] key = key(SEQUENCE, id);
    writes.delete(TREE_ID, true, key, 0, key.length);
  }

  /** Adds or replaces a view's definition. */
  public static void put(WriteSet writes, ViewDefinition view) {
    put(writes, key(VIEW, view.id()), ViewCodec.encode(view));
  }

  /** Removes a view's definition. */
  public static void removeView(WriteSet writes, int id) {
    byte[] key = key(VIEW, id);
    writes.delete(TREE_ID, true, key, 0, key.length);
  }

  private static void put(WriteSet writes, byte[] key, byte[] value) {
    writes.put(TREE_ID, true, key, 0, key.length, value, 0, value.length);
  }

  /** The sequence that an entry defines, or null if it defines something else. */
  public static @Nullable SequenceDefinition sequence(byte[] key, byte[] value) {
    return key.length == 5 && key[0] == SEQUENCE ? SequenceCodec.decode(value) : null;
  }

  /** The view that an entry defines, or null if it defines something else. */
  public static @Nullable ViewDefinition view(byte[] key, byte[] value) {
    return key.length == 5 && key[0] == VIEW ? ViewCodec.decode(value) : null;
  }

  /** Adds a schema. */
  public static void putSchema(WriteSet writes, String name) {
    byte[] key = schemaKey(name);
    writes.put(TREE_ID, true, key, 0, key.length, Bytes.EMPTY, 0, 0);
  }

  /** Removes a schema. */
  public static void removeSchema(WriteSet writes, String name) {
    byte[] key = schemaKey(name);
    writes.delete(TREE_ID, true, key, 0, key.length);
  }

  /** The key of a table's definition. */
  public static byte[] key(int tableId) {
    return key(TABLE, tableId);
  }

  private static byte[] key(byte kind, int id) {
    byte[] key = new byte[5];
    key[0] = kind;
    Bytes.putInt(key, 1, id);
    return key;
  }

  /** The table whose definition has this key, or -1 if it is not a table's. */
  public static int tableId(byte[] key) {
    return key.length == 5 && key[0] == TABLE ? Bytes.getInt(key, 1) : -1;
  }

  private static byte[] schemaKey(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[text.length + 1];
    key[0] = SCHEMA;
    System.arraycopy(text, 0, key, 1, text.length);
    return key;
  }
}
