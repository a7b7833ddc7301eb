package org.pydb.engine.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
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
 * </pre>
 */
@SuppressWarnings("exports") // for the engine's own packages only
public final class CatalogTree {

  /** The id of the tree of definitions. */
  public static final int TREE_ID = 1;

  /** The first id that is given to other trees. */
  public static final int FIRST_FREE_ID = 16;

  private static final byte TABLE = 1;
  private static final byte SCHEMA = 2;

  /**
   * The last catalog that was read, and the bytes of its definitions, to read the next one fast.
   */
  private final Map<Integer, byte[]> known = new HashMap<>();

  private @Nullable Catalog last;
  private final ReentrantLock lock = new ReentrantLock();

  /** A reader that has read nothing yet. */
  public CatalogTree() {}

  /** Reads the definitions that a view shows. Only those that changed are decoded anew. */
  public Catalog read(ReadView view) {
    lock.lock();
    try {
      return readLocked(view);
    } finally {
      lock.unlock();
    }
  }

  private Catalog readLocked(ReadView view) {
    PageFile file = view.file();
    Map<Integer, TableDefinition> tables = new HashMap<>();
    List<String> schemas = new ArrayList<>();
    Map<Integer, byte[]> seen = new HashMap<>();
    ViewCursor cursor = new ViewCursor();
    cursor.open(view, TREE_ID, KeyRange.ALL, false);
    EntryPointer entry = new EntryPointer();
    while (cursor.next()) {
      entry.set(cursor.node(), cursor.index());
      byte[] key = cursor.node().head(cursor.index());
      switch (key[0]) {
        case TABLE -> {
          int id = Bytes.getInt(key, 1);
          byte[] value = entry.value(file);
          tables.put(id, table(id, value));
          seen.put(id, value);
        }
        case SCHEMA -> schemas.add(String.valueOf(schemaName(key)));
        default ->
            throw new CorruptionException(
                file.description() + ": the catalog has an entry of kind " + key[0]);
      }
    }
    Catalog catalog = new Catalog(schemas, tables);
    known.clear();
    known.putAll(seen);
    last = catalog;
    return catalog;
  }

  private TableDefinition table(int id, byte[] value) {
    byte[] before = known.get(id);
    Catalog catalog = last;
    TableDefinition same = catalog == null ? null : catalog.table(id);
    return same != null && Arrays.equals(before, value) ? same : DefinitionCodec.decode(value);
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
    byte[] key = key(table.id());
    byte[] value = DefinitionCodec.encode(table);
    writes.put(TREE_ID, true, key, 0, key.length, value, 0, value.length);
  }

  /** Removes a table's definition. */
  public static void remove(WriteSet writes, int tableId) {
    byte[] key = key(tableId);
    writes.delete(TREE_ID, true, key, 0, key.length);
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
    byte[] key = new byte[5];
    key[0] = TABLE;
    Bytes.putInt(key, 1, tableId);
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
