package org.pydb.calcite.service;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.BatchError;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.table.Transaction;

/**
 * Runs a statement for each entry of a batch, within one transaction. Each entry is a statement of
 * its own: if one fails, those before it have had their effect and it has had none.
 *
 * <p>A savepoint before each entry would promise that, but the write set then copies its nodes for
 * each entry. Entries that read nothing are therefore run in groups behind one savepoint. If one
 * fails, the group is undone as a whole and those before it run again: they hold their locks and
 * meet what they met the first time. Should one of them fail after all, the same goes for those
 * before that one.
 *
 * <p>Plain inserts go further: the rows of a group are inserted by one execution, and one by one
 * only if that fails.
 *
 * <p>Not thread-safe.
 */
final class BatchRun {

  /** Entries of a group: as many may have to run again for one that fails. */
  private static final int GROUP_MAX = 256;

  private final SessionStatement statement;
  private final Transaction transaction;
  private final Execution execution;
  private final List<ParameterValues> batch;
  private final long[] counts;

  /** What the entries return; null if that is their counts alone. */
  private final @Nullable BatchKeys keys;

  /** The entry that runs. */
  private int current;

  BatchRun(
      SessionStatement statement,
      Transaction transaction,
      Execution execution,
      List<ParameterValues> batch,
      @Nullable BatchKeys keys) {
    this.statement = statement;
    this.transaction = transaction;
    this.execution = execution;
    this.batch = batch;
    this.keys = keys;
    counts = new long[batch.size()];
  }

  /**
   * Runs all entries.
   *
   * @return how many rows each has changed
   * @throws BatchError if one fails; it tells which ones have had an effect
   */
  long[] run() {
    for (int from = 0; from < counts.length; ) {
      int to = statement.readsNothing() ? Math.min(from + GROUP_MAX, counts.length) : from + 1;
      if (!runAsOne(from, to)) {
        runGroup(from, to);
      }
      from = to;
    }
    return counts;
  }

  /** Runs a group as one statement; false if that cannot be, or not without an error. */
  private boolean runAsOne(int from, int to) {
    if (keys != null || to - from == 1) {
      return false;
    }
    List<ParameterValues> entries = batch.subList(from, to);
    boolean ran;
    try {
      ran = execution.run(transaction, () -> statement.runEntries(transaction, execution, entries));
    } catch (SqlError e) {
      if (transaction.isOpen()) {
        return false; // One by one, they tell which of them failed.
      }
      throw new BatchError(e, Arrays.copyOf(counts, from), from);
    }
    if (ran) {
      Arrays.fill(counts, from, to, 1);
    }
    return ran;
  }

  private void runGroup(int from, int to) {
    current = from;
    try {
      execution.run(transaction, () -> runEntries(from, to));
      if (keys != null) {
        keys.endGroup();
      }
    } catch (SqlError e) {
      int failed = current;
      if (failed > from && transaction.isOpen()) {
        runGroup(from, failed);
      }
      throw new BatchError(e, Arrays.copyOf(counts, failed), failed);
    }
  }

  private boolean runEntries(int from, int to) {
    if (keys != null) {
      keys.beginGroup();
    }
    for (int i = from; i < to; i++) {
      if (i > from) {
        execution.beginAgain(transaction); // If that fails, the entry before is to blame.
      }
      current = i;
      counts[i] = statement.count(transaction, execution, batch.get(i), keys);
    }
    return true;
  }
}
