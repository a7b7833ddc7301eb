package org.pydb.engine.store;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.recovery.Census;
import org.pydb.engine.recovery.Checkpointer;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.CommitPipeline;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.VfsLock;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * An open file of trees: begins transactions, runs checkpoints in the background, closes cleanly.
 * Thread-safe.
 *
 * <p>A checkpoint begins when the log since the last one has reached a share of the database's
 * size, within bounds: a small database keeps a small log, and recovery of a large one stays short.
 * If commits outrun the checkpoint, they are slowed down, the more so the further it is behind.
 */
public final class TreeStore implements CommitPipeline.Monitor, AutoCloseable {
  private static final long BACKLOG_MIN = 4L << 20;
  private static final long BACKLOG_MAX = 64L << 20;

  /** The log may grow to this part of the database before a checkpoint begins. */
  private static final int BACKLOG_SHARE = 8;

  /** How long a commit waits for each time that the log exceeds its bound once more. */
  private static final long PAUSE_NANOS = 4_000_000;

  private static final long PAUSE_NANOS_MAX = 100_000_000;

  private final StoreOptions options;
  private final @Nullable VfsLock lock;
  private final PageFile file;
  private final PageSpace space;
  private final BufferPool pool;
  private final CommitPipeline pipeline;
  private final @Nullable WriteAheadLog log;
  private final @Nullable Checkpointer checkpointer;
  private final AtomicInteger nextTreeId;
  private final DroppedTrees droppedTrees;
  private final Vacuum vacuum;

  /** Whether something is to be done in the background, or being done. */
  private final AtomicBoolean ordered = new AtomicBoolean();

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long backlogBound;
  private volatile @Nullable RuntimeException checkpointFailure;

  TreeStore(
      StoreOptions options,
      @Nullable VfsLock lock,
      PageFile file,
      PageSpace space,
      BufferPool pool,
      CommitPipeline pipeline,
      @Nullable WriteAheadLog log,
      @Nullable Checkpointer checkpointer,
      AtomicInteger nextTreeId) {
    this.options = options;
    this.lock = lock;
    this.file = file;
    this.space = space;
    this.pool = pool;
    this.pipeline = pipeline;
    this.log = log;
    this.checkpointer = checkpointer;
    this.nextTreeId = nextTreeId;
    droppedTrees = new DroppedTrees(pipeline, pool, file);
    vacuum = new Vacuum(this);
    if (checkpointer != null) {
      setBacklogBound(checkpointer);
    }
    pipeline.setMonitor(this);
  }

  /**
   * Opens a store, or makes one; after a crash, recovers it.
   *
   * @throws org.pydb.engine.error.DatabaseLockedException if somebody else has it open
   * @throws org.pydb.engine.error.NotADatabaseException if the file is not one of ours
   * @throws org.pydb.engine.error.CorruptionException if it is damaged
   */
  public static TreeStore open(StoreOptions options) {
    return new StoreOpening(options).open();
  }

  /** Begins a transaction on the current version. */
  public TreeTransaction begin(boolean readOnly) {
    return pipeline.begin(readOnly || options.mode() == StoreOptions.Mode.READ_ONLY);
  }

  /** Gives out ids of new trees. */
  public AtomicInteger nextTreeId() {
    return nextTreeId;
  }

  /** The data file. */
  public PageFile file() {
    return file;
  }

  /** The use of the file's pages. */
  public PageSpace space() {
    return space;
  }

  /** The nodes in memory. */
  public BufferPool pool() {
    return pool;
  }

  /**
   * What stands in the file now, or null if the store is in memory or only read. Release both
   * versions.
   */
  public @Nullable Census census() {
    Checkpointer running = checkpointer;
    return running == null ? null : running.census();
  }

  /** The commits. */
  public CommitPipeline pipeline() {
    return pipeline;
  }

  /** The log, or null for a store in memory or one that is only read. */
  public @Nullable WriteAheadLog log() {
    return log;
  }

  /** Opens stores that keep trees. */
  public TreeHomes.Opener homes() {
    return options.homes();
  }

  /** Where its files are. */
  public Vfs vfs() {
    return options.vfs();
  }

  /** The name of the data file in there. */
  public String name() {
    return options.name();
  }

  /** Where the file is, for messages. */
  public String description() {
    return file.description();
  }

  /** What the last checkpoint in the background failed with, or null if it succeeded. */
  public @Nullable RuntimeException checkpointFailure() {
    return checkpointFailure;
  }

  /** Makes the file as short as can be while others read and write. */
  public VacuumReport vacuum() {
    return vacuum.run();
  }

  // ------------------------------------------------------------------ checkpoints

  /** Brings all that is committed into the data file. */
  public void checkpoint() {
    Checkpointer running = checkpointer;
    if (running != null) {
      droppedTrees.free();
      running.checkpoint();
      setBacklogBound(running);
    }
  }

  /** How many pages the last checkpoint leads to. */
  long durablePages() {
    Checkpointer running = checkpointer;
    return running == null ? 0 : running.durablePages();
  }

  /** What only snapshots see does not count: a long one shall not make the log grow as well. */
  private void setBacklogBound(Checkpointer running) {
    long share = running.durablePages() * PageLayout.PAGE_SIZE / BACKLOG_SHARE;
    backlogBound = Math.max(BACKLOG_MIN, Math.min(BACKLOG_MAX, share));
  }

  @Override
  public void beforeCommit() {
    Checkpointer running = checkpointer;
    if (running == null) {
      return;
    }
    long excess = running.backlog() - 2 * backlogBound;
    if (excess > 0) {
      long pause = PAUSE_NANOS * excess / backlogBound;
      LockSupport.parkNanos(this, Math.min(pause, PAUSE_NANOS_MAX));
    }
  }

  /** What the durable checkpoint keeps of pages and log is free after the next one. */
  @Override
  public boolean makeRoom() {
    try {
      checkpoint();
      return true;
    } catch (DiskFullException e) {
      checkpointFailure = e;
      return false;
    }
  }

  @Override
  public void afterVersion(boolean dropsTrees) {
    Checkpointer running = checkpointer;
    boolean due = running != null && running.backlog() > backlogBound;
    if ((due || dropsTrees) && ordered.compareAndSet(false, true)) {
      inBackground(due ? this::checkpoint : droppedTrees::free);
    }
  }

  /**
   * Tidies up, in the background, what a crash has left: brings into the file what recovery has
   * taken from the log, so that the next one need not do it again and has room for its copies, and
   * frees trees that were dropped.
   */
  void afterOpening() {
    if (ordered.compareAndSet(false, true)) {
      inBackground(this::checkpoint);
    }
  }

  private void inBackground(Runnable task) {
    try {
      options
          .executor()
          .execute(
              () -> {
                try {
                  task.run();
                  checkpointFailure = null;
                } catch (RuntimeException e) {
                  checkpointFailure = e; // The next commits try again.
                } finally {
                  ordered.set(false);
                }
              });
    } catch (RejectedExecutionException e) {
      ordered.set(false);
      checkpointFailure = e;
    } catch (OutOfMemoryError e) {
      ordered.set(false); // The next commits try again.
    }
  }

  // ------------------------------------------------------------------ closing

  /**
   * Checkpoints and closes the files. Transactions that are still open can do no more than be
   * closed.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (checkpointer != null) {
        checkpointer
            .awaitEnd(); // It may then still note its end, and give its room to the last one.
      }
      pipeline.close();
      closeLog();
    } finally {
      closeHomes();
      closeFiles();
    }
  }

  private void closeHomes() {
    try {
      pipeline.homes().close();
    } catch (RuntimeException e) {
      checkpointFailure = e; // All that matters is durable.
    }
  }

  private void closeLog() {
    WriteAheadLog running = log;
    Checkpointer last = checkpointer;
    if (running == null || last == null) {
      return;
    }
    boolean clean = false;
    try {
      if (pipeline.failure() == null) {
        last.close();
        clean = true;
        file.truncate(space.end());
      }
    } finally {
      if (clean) {
        running.closeClean();
      } else {
        running.close();
      }
    }
  }

  private void closeFiles() {
    try {
      file.close();
    } catch (StorageException e) {
      // All that matters has been synced.
      checkpointFailure = e;
    } finally {
      VfsLock held = lock;
      if (held != null) {
        held.close();
      }
    }
  }
}
