package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.BackgroundWork;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * A log-structured merge tree (O'Neil et al., "The log-structured merge-tree", 1996), with levels
 * as in LevelDB and RocksDB. Writes go to a log and, sorted, into memory; what is in memory becomes
 * a sorted run in a file; runs are merged into larger ones. Nothing is ever changed in place.
 *
 * <pre>
 *   batch ─▶ log, memtable ─▶ frozen ─▶ level 0   runs whose keys overlap, newest first
 *                                          │ compaction
 *                                       level 1   runs whose keys do not: [a..f][g..m][n..z]
 *                                          │
 *                                       level 2   ten times as large, and so on
 * </pre>
 *
 * <p>A read asks the places from the newest to the oldest until one knows the key; filters spare it
 * most runs. A snapshot holds all places as they are, and the number of the last batch: places hold
 * one version of a key, but for the memtable, which has one a number. So compaction need not know
 * of snapshots. Deletions are entries, dropped where nothing below can have the key.
 *
 * <p>The list of runs and logs is in the manifest, and one edit of it replaces some by others. Runs
 * are written, and merged, in the background by one thread; writes wait when it falls behind.
 */
public final class LsmEngine implements StorageEngine {

  /** Makes and opens such stores. */
  public static final EngineFactory FACTORY = new LsmFactory();

  /** The kind of logs in the manifest. */
  static final char LOG_KIND = 'L';

  static final int LEVELS = 7;

  /** So many memtables may wait to be written. */
  private static final int FROZEN_MAX = 2;

  /** So many runs there may be in level 0. */
  private static final int RUNS_MAX = 12;

  private static final long PAUSE_NANOS = 1_000_000;

  private final EngineContext context;
  private final Manifest manifest;
  private final LsmViews views;
  private final Compaction compaction;
  private final BackgroundWork background;
  private final long memtableBytes;
  private volatile long durableNumber;

  LsmEngine(EngineContext context, Manifest manifest, LsmViews views, RunFiles files) {
    this.context = context;
    this.manifest = manifest;
    this.views = views;
    memtableBytes = memtableBytes(context);
    durableNumber = manifest.durableNumber();
    views.publish(durableNumber);
    compaction = new Compaction(manifest, views, files, memtableBytes);
    background = new BackgroundWork(context.executor(), this::tidy);
  }

  /** A quarter of the memory; there may be three, and the cache of blocks has a quarter. */
  static long memtableBytes(EngineContext context) {
    return Math.max(4 << 10, Math.min(64 << 20, context.memoryBytes() / 4));
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void apply(WriteBatch batch, long number, Durability durability) {
    if (views.current().memtable().bytes() >= memtableBytes) {
      awaitRoom();
      freeze();
    }
    Memtable memtable = views.current().memtable();
    RecordFile log = memtable.log();
    ByteBuilder record = RecordFile.newRecord((int) Math.min(batch.bytes() + 64, 1 << 20));
    for (WriteBatch.Change change : batch.changes()) {
      EntryCodec.put(record, change.key(), change.value(), log.salt());
    }
    log.append(record, number);
    if (durability == Durability.SYNCED) {
      log.sync();
    }
    memtable.add(batch, number);
    views.publish(number);
    if (durability == Durability.SYNCED) {
      durableNumber = number;
    }
  }

  /** Waits until the background has come after. */
  private void awaitRoom() {
    while (isBehind()) {
      background.order();
      Throwable failure = background.failure();
      if (failure != null && isBehind()) {
        throw new StorageException(
            "what was written to "
                + context.vfs().describe(context.name())
                + " cannot be brought into its runs: "
                + failure.getMessage(),
            failure);
      }
      if (isBehind()) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private boolean isBehind() {
    LsmView view = views.current();
    return view.frozen().size() >= FROZEN_MAX || view.levels().get(0).size() >= RUNS_MAX;
  }

  /** Begins another memtable, with a log of its own. */
  private void freeze() {
    LsmView view = views.current();
    Memtable full = view.memtable();
    full.log().sync();
    durableNumber = views.number();
    Memtable fresh = newMemtable(context, manifest);
    try {
      manifest.apply(
          new Manifest.Edit()
              .add(logEntry(full, true))
              .add(logEntry(fresh, false))
              .durable(durableNumber));
    } catch (RuntimeException | Error e) {
      fresh.log().close();
      throw e;
    }
    views.update(
        now -> {
          List<Memtable> frozen = new ArrayList<>(now.frozen());
          frozen.add(0, full);
          return new LsmView(fresh, List.copyOf(frozen), now.levels());
        });
    background.order();
  }

  static Memtable newMemtable(EngineContext context, Manifest manifest) {
    long number = manifest.newNumber();
    String name = Manifest.fileName(context.name(), number, LOG_KIND);
    return new Memtable(number, RecordFile.create(context.vfs(), name, LOG_KIND, number));
  }

  static FileEntry logEntry(Memtable table, boolean isSealed) {
    return new FileEntry(
        table.logNumber(), LOG_KIND, table.logNumber(), isSealed, table.log().end());
  }

  /** Does in the background what there is to do. */
  private void tidy() {
    boolean more = true;
    while (more && !background.isClosing()) {
      more = compaction.flush() || compaction.compact(background::isClosing);
    }
  }

  /** Orders what an opening has left to do. */
  void tidySoon() {
    background.order();
  }

  @Override
  public void checkpoint() {
    views.current().memtable().log().sync();
    durableNumber = views.number();
  }

  // ------------------------------------------------------------------ reading

  @Override
  public byte @Nullable [] get(byte[] key) {
    try (Snapshot now = snapshot()) {
      return now.get(key);
    }
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    LsmSnapshot now = new LsmSnapshot(views);
    try {
      return now.scan(range, backward, now::close);
    } catch (RuntimeException | Error e) {
      now.close();
      throw e;
    }
  }

  @Override
  public Snapshot snapshot() {
    return new LsmSnapshot(views);
  }

  @Override
  public long number() {
    return views.number();
  }

  @Override
  public long durableNumber() {
    return durableNumber;
  }

  @Override
  public @Nullable Throwable backgroundFailure() {
    return background.failure();
  }

  // ------------------------------------------------------------------ closing

  @Override
  public void close() {
    background.close();
    try {
      checkpoint();
      manifest.apply(
          new Manifest.Edit()
              .add(logEntry(views.current().memtable(), false))
              .durable(durableNumber));
    } catch (DatabaseFailedException e) {
      return; // Who wrote has been told; the next opening recovers what there is.
    } finally {
      closeFiles();
    }
  }

  private void closeFiles() {
    LsmView view = views.current();
    view.memtable().log().close();
    view.frozen().forEach(table -> table.log().close());
    views.close();
    manifest.close();
  }
}
