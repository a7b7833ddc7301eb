package org.pydb.engine.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.InvalidCharacterException;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.row.Row;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowLayout;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.txn.WriteSet;

/**
 * Puts values that are too large for their rows into a tree of their own, in chunks, and takes them
 * out of it; see {@link LargeReference}. Stateless.
 *
 * <p>Chunks are entries as all others are, so that nothing else knows of them: not the log, nor
 * snapshots, savepoints, recovery, backups. The lock of a row is the lock of its values.
 */
public final class LargeValues {

  /** Bytes of a chunk: the pages of its overflow chain are full. */
  static final int CHUNK = 8 * OverflowChain.BYTES_PER_PAGE;

  /** Bytes of a chunk's key. */
  public static final int KEY = Long.BYTES + Integer.BYTES;

  private LargeValues() {}

  /** Stores what a row has still to put elsewhere. */
  static void store(Transaction transaction, RowBuilder row) {
    TableDefinition table = row.layout().table();
    byte[] chunk = new byte[CHUNK];
    for (int column = 0; column < row.layout().columnCount(); column++) {
      LargeSource source = row.source(column);
      if (source != null) {
        int tree = table.largeValues();
        long id = transaction.nextRowId(tree);
        LargeReference reference = new LargeReference(tree, id, source.length());
        boolean isText = table.columns().get(column).type().kind() != ColumnKind.BYTES;
        store(transaction, reference, source, isText, chunk);
        row.setStored(column, reference);
      }
    }
  }

  private static void store(
      Transaction transaction,
      LargeReference reference,
      LargeSource source,
      boolean isText,
      byte[] chunk) {
    byte[] key = new byte[KEY];
    long length = reference.length();
    for (long at = 0; at < length; at += CHUNK) {
      int count = (int) Math.min(CHUNK, length - at);
      int read = source.read(at, chunk, 0, count);
      if (read != count) {
        throw new IllegalStateException(
            "a large value gave " + (at + read) + " of the " + length + " bytes that it has");
      }
      if (isText) {
        checkNoNul(chunk, count, at);
      }
      putKey(key, reference.id(), at / CHUNK);
      transaction.writes().put(reference.tree(), false, key, 0, KEY, chunk, 0, count);
      transaction.checkCanceled();
    }
  }

  private static void checkNoNul(byte[] chunk, int count, long position) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == 0) {
        throw new InvalidCharacterException(
            "a text holds the NUL character at byte " + (position + i));
      }
    }
  }

  /** Deletes the values of a row that another one, if there is one, does not have. */
  static void delete(WriteSet writes, RowLayout rows, Row before, @Nullable Row after) {
    for (int column = 0; column < rows.columnCount(); column++) {
      if (before.isLarge(column)
          && (after == null || !after.isLarge(column) || !isSame(before, after, column))) {
        delete(writes, LargeReference.get(before.array(column), before.start(column)));
      }
    }
  }

  private static boolean isSame(Row a, Row b, int column) {
    int from = a.start(column);
    int other = b.start(column);
    return Arrays.equals(
        a.array(column),
        from,
        from + LargeReference.SIZE,
        b.array(column),
        other,
        other + LargeReference.SIZE);
  }

  private static void delete(WriteSet writes, LargeReference reference) {
    byte[] key = new byte[KEY];
    for (long i = 0; i < chunkCount(reference.length()); i++) {
      putKey(key, reference.id(), i);
      writes.delete(reference.tree(), false, key, 0, KEY);
    }
  }

  /** How many chunks a value of so many bytes has. */
  public static long chunkCount(long length) {
    return (length + CHUNK - 1) / CHUNK;
  }

  /** How many bytes a chunk of a value has. */
  public static int chunkLength(long length, long number) {
    return (int) Math.min(CHUNK, length - number * CHUNK);
  }

  /** Writes the key of a chunk. */
  public static void putKey(byte[] key, long id, long number) {
    Bytes.putLong(key, 0, id);
    Bytes.putInt(key, Long.BYTES, Math.toIntExact(number));
  }
}
