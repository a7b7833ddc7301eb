package org.pydb.calcite.exec.table;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * Which rows of a table a statement has written so far, so that it can refuse to write one twice.
 * That takes no memory: what the transaction has written now is compared with what it had written
 * when the statement began. Only rows that were written then already, and now again with the very
 * same bytes, must be remembered. Not thread-safe.
 */
final class TouchedRows {
  private final Transaction transaction;
  private final View before;
  private final TableDefinition table;
  private final Set<ByteBuffer> written = new HashSet<>();

  /** None yet. */
  TouchedRows(TableAccess access, TableDefinition table) {
    transaction = access.transaction();
    before = access.view();
    this.table = table;
  }

  /** Whether a row was written. */
  boolean contains(byte[] key, int from, int to) {
    return transaction.hasWrittenSince(before, table, key, from, to)
        || (!written.isEmpty() && written.contains(ByteBuffer.wrap(key, from, to - from)));
  }

  /** A row has been written. */
  void add(byte[] key, int from, int to) {
    if (before.hasOwn(table.id()) && !transaction.hasWrittenSince(before, table, key, from, to)) {
      byte[] copy = new byte[to - from];
      System.arraycopy(key, from, copy, 0, copy.length);
      written.add(ByteBuffer.wrap(copy));
    }
  }
}
