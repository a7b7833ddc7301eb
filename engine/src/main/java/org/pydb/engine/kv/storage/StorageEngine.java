package org.pydb.engine.kv.storage;

import org.jspecify.annotations.Nullable;

/**
 * Keeps entries of bytes, ordered or not, in files or not: what a store, or a table, can stand on.
 *
 * <p>An engine is driven by a {@code KeyValueStore}, which takes work off it: {@link #apply} and
 * {@link #checkpoint} are called by one thread at a time; nothing is called after {@link #close},
 * nor through a snapshot or cursor that was closed; all of them are closed before the engine is.
 * Keys and values have been checked. Everything else goes on side by side, with those two as well.
 *
 * <p>Writes have numbers that ascend. After a crash an engine holds the writes up to some number
 * that is no less than {@link #durableNumber} was, each in whole, and none after it. So whoever has
 * a log of his own can write without having each write synced, and after a crash does those again
 * that follow {@link #durableNumber}.
 *
 * <p>{@code StorageEngineContract} in the test kit tries all of this with any engine.
 */
public interface StorageEngine extends KeyValueReader, AutoCloseable {

  /**
   * Does all changes of a batch, or none. When this returns, everybody sees them; nobody does
   * before they are durable, if they shall be.
   *
   * @param number greater than those before
   * @param durability whether this returns only when this batch, and all before it, are durable
   * @throws org.pydb.engine.error.StorageException if nothing was done; the engine can go on
   * @throws org.pydb.engine.error.CommitUnknownException if the batch may or may not be there after
   *     the next opening; nothing is written any more
   */
  void apply(WriteBatch batch, long number, Durability durability);

  /** The entries as they are now. Later writes do not show. */
  Snapshot snapshot();

  /** The number of the last batch; 0 if there was none. */
  long number();

  /** The number of the last batch that surely outlives a crash. */
  long durableNumber();

  /** Makes durable what was applied before the call. */
  void checkpoint();

  /**
   * What failed last of that which is done in the background, if nothing of the kind has succeeded
   * since; null if nothing did. It is tried again; until then the store takes more room or time.
   */
  default @Nullable Throwable backgroundFailure() {
    return null;
  }

  /** Makes all durable, if nothing has failed, and closes the files. */
  @Override
  void close();
}
