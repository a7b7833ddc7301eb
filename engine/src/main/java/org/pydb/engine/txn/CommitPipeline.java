package org.pydb.engine.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.LogPoint;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Turns waiting commits into durable versions: validate, apply, log, sync, publish. Thread-safe.
 *
 * <p>The naive way takes a lock, applies one transaction, syncs, publishes, and lets the next one
 * in: each commit waits for the syncs of all before it. Here commits that wait are taken together,
 * and there is room for two batches at once:
 *
 * <pre>
 *   batch 7    build ▶ log ──── sync ────▶ publish
 *   batch 8            build · · · · · · ▶ log ──── sync ────▶ publish
 *                      (takes in who comes
 *                       while 7 syncs)
 * </pre>
 *
 * <p>No thread of the database's own is involved. The first committer that finds nobody building
 * leads: it takes whoever waits into its batch until the log is free, then logs, syncs and
 * publishes for all. With a single client that is the client's own thread from end to end, without
 * a hand-over. If it waits for more to come ({@link CommitPatience}), it offers what it has to
 * them: the one that makes the batch complete is awake, so it goes on as the leader, and nobody is
 * woken up before the batch is durable.
 *
 * <p>A large commit would hold up all others for as long as it takes to apply it: {@link
 * LargeCommits} apply theirs beside this, and come for a short turn.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>At most one thread builds, and at most one logs. A batch begins to build on the roots of
 *       the batch before it, published or not.
 *   <li>Versions are published in the order of their numbers, each after its sync, if anybody in it
 *       waits for one. What is published and not durable yet was committed by those who did not ask
 *       for it; the sync of a later batch covers it too.
 *   <li>While anybody waits in the queue, somebody builds or has been told to.
 *   <li>Once a write or sync of the log has failed, no later batch is logged.
 * </ol>
 */
public final class CommitPipeline {

  /** A batch that has this much redo takes nobody else in. */
  private static final int REDO_ENOUGH = 4 << 20;

  /** More versions than can be published while the log waits for its sync. */
  private static final long NUMBERS_LOST_MAX = 1 << 20;

  private final PageFile file;
  private final PageSpace space;
  private final BufferPool pool;
  private final @Nullable BatchLog log;
  private final TreeHomes homes;

  /** Is told of commits. */
  public interface Monitor {
    /** A commit is about to wait in the queue; this may hold it up for a while. */
    void beforeCommit();

    /** There was no room for a commit: makes some, if it can, and tells whether to try again. */
    boolean makeRoom();

    /**
     * A version has become current. Called by the thread that committed it; must be quick.
     *
     * @param dropsTrees whether it has dropped any trees
     */
    void afterVersion(boolean dropsTrees);
  }

  private volatile @Nullable Monitor monitor;

  private final PublishedVersions versions;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /** What large commits do beside this; null where nothing is logged. */
  private final @Nullable LargeCommits largeCommits;

  private final ReentrantLock lock = new ReentrantLock();

  /** Commits that somebody waits for. */
  private final AtomicInteger underWay = new AtomicInteger();

  private final CommitPatience patience;

  @GuardedBy("lock")
  private final Deque<Commit> queue = new ArrayDeque<>();

  /** Signalled when somebody ends building or logging. */
  private final Condition idle = lock.newCondition();

  @GuardedBy("lock")
  private boolean building;

  @GuardedBy("lock")
  private boolean logging;

  /** Whether it is the builder that logs; then not for long, as it passes the lead. */
  @GuardedBy("lock")
  private boolean builderHasLog;

  /** Those that the builder has taken from the queue; the builder's. */
  private final List<Commit> taken = new ArrayList<>();

  /** What commits fail with if there is no memory to tell them more. */
  private final CommitUnknownException unknownOutcome =
      new CommitUnknownException(
          "the log could not be written or synced for want of memory, so it is not known whether"
              + " the commit will be there when the database is opened anew",
          null);

  /** The builder, while it waits for the log or for more commits. */
  @GuardedBy("lock")
  private @Nullable Thread waitingBuilder;

  /**
   * What the builder has so far, while it waits for more commits. Whoever brings the last of them
   * takes this, and with it the lead: so nobody has to be woken up for that.
   */
  @GuardedBy("lock")
  private @Nullable Batch offered;

  /** The newest trees, of the last batch that was built; the builder's. */
  private RootMap builtRoots;

  /** The number of the last batch that was built; the builder's. */
  private long builtNumber;

  /**
   * A pipeline that goes on from a version.
   *
   * @param log where redo goes, or null for a database that lives in memory only
   * @param first the version that is current at first; the pipeline takes over the hold on its
   *     point
   * @param clock tells how long syncs take
   */
  public CommitPipeline(
      PageFile file,
      PageSpace space,
      BufferPool pool,
      @Nullable WriteAheadLog log,
      Version first,
      Vfs.VfsClock clock) {
    this(file, space, pool, log, first, clock, TreeHomes.NONE);
  }

  /** The same of a database that has trees in stores. */
  public CommitPipeline(
      PageFile file,
      PageSpace space,
      BufferPool pool,
      @Nullable WriteAheadLog log,
      Version first,
      Vfs.VfsClock clock,
      TreeHomes homes) {
    this.homes = homes;
    this.file = file;
    this.space = space;
    this.pool = pool;
    versions = new PublishedVersions(space, first);
    builtRoots = first.roots();
    builtNumber = first.number();
    patience = new CommitPatience(clock);
    this.log = log == null ? null : new BatchLog(log, space, patience);
    largeCommits = log == null ? null : new LargeCommits(this, log);
  }

  /**
   * Leaves numbers out that commits may have had which a crash has undone: their pages may stand in
   * the file, and must not pass for those of commits to come. To be called before the first commit.
   */
  public void skipNumbers() {
    builtNumber += NUMBERS_LOST_MAX;
  }

  /** Sets who is told of commits from now on. */
  public void setMonitor(Monitor newMonitor) {
    monitor = newMonitor;
  }

  // ------------------------------------------------------------------ reading

  /** Begins a transaction on the current version. */
  public TreeTransaction begin(boolean readOnly) {
    return new TreeTransaction(this, acquire(), readOnly);
  }

  /** The current version, held: {@link #release} it. */
  public Version acquire() {
    checkOpen();
    return versions.hold();
  }

  private void checkOpen() {
    if (closed) {
      throw new DatabaseClosedException("the database has been closed");
    }
  }

  /** Gives up the hold on a version. */
  public void release(Version version) {
    pool.forget(space.release(version.point()));
  }

  /** The current version, not held: its number and roots may be looked at, its pages not. */
  public Version current() {
    return versions.current();
  }

  /** The stores that keep trees. */
  public TreeHomes homes() {
    return homes;
  }

  BufferPool pool() {
    return pool;
  }

  PageFile file() {
    return file;
  }

  PageSpace space() {
    return space;
  }

  // ------------------------------------------------------------------ committing

  /**
   * Commits a transaction that has written; returns when it is durable.
   *
   * @param needsSync if not, it need only be written to the log, and is durable some time later
   */
  void commit(TreeTransaction transaction, boolean needsSync) {
    Monitor watching = monitor;
    if (watching != null) {
      watching.beforeCommit();
    }
    Commit.Change change = changeOf(transaction);
    try {
      runChange(change, needsSync);
    } catch (DiskFullException e) {
      if (!makeRoomOnDisk()) {
        throw e;
      }
      runChange(change, needsSync);
    }
  }

  private void runChange(Commit.Change change, boolean needsSync) {
    if (largeCommits == null || !change.isLarge()) {
      run(change, needsSync);
    } else {
      largeCommits.run(new Commit(change, needsSync));
    }
  }

  /** Appends something to the log as soon as nobody else does. */
  void appendInTurn(Runnable append) {
    lock.lock();
    try {
      while (logging) {
        idle.awaitUninterruptibly();
      }
      checkUsable();
      checkOpen();
      logging = true;
    } finally {
      lock.unlock();
    }
    try {
      append.run();
    } finally {
      freeLog();
    }
  }

  /** Notes that a checkpoint of this version is durable: recovery needs no redo of it any more. */
  public void checkpointed(long version) {
    if (largeCommits != null) {
      largeCommits.checkpointed(version);
    }
  }

  private Commit.Change changeOf(TreeTransaction transaction) {
    WriteSet writes = transaction.writeSet();
    return new Commit.Change() {
      @Override
      public void applyTo(Batch batch) {
        batch.commit(transaction);
      }

      @Override
      public long bytes() {
        return writes == null ? 0 : writes.bytes();
      }

      @Override
      public boolean isLarge() {
        return log != null && writes != null && writes.isLarge() && !transaction.changesStores();
      }
    };
  }

  /** Makes room on a full disk, if it can, and tells whether to try again. */
  boolean makeRoomOnDisk() {
    Monitor watching = monitor;
    return watching != null && watching.makeRoom();
  }

  /** Writes a frame of its own to the log; returns when it is durable. */
  public void logNote(int kind, byte[] body) {
    run(batch -> batch.note(kind, body), true);
  }

  /**
   * Takes a dropped tree off the map.
   *
   * @param pages all its pages, which die with that
   */
  public void forgetTree(int tree, List<PageRef> pages) {
    run(batch -> batch.forgetTree(tree, pages), false);
  }

  /** Deletes some entries of a dropped tree in a store; tells whether there are more. */
  public boolean clearTree(int tree) {
    boolean[] more = {false};
    run(batch -> more[0] = batch.clearTree(tree), false);
    return more[0];
  }

  /** Makes a version in which the nodes that lead to some keys have no places yet. */
  public void touch(int tree, List<byte[]> keys) {
    run(batch -> batch.touch(tree, keys), false);
  }

  /** Makes a version like the current one, which needs nothing of the log before it. */
  public void advance() {
    run(Batch::advance, false);
  }

  private void run(Commit.Change change, boolean needsSync) {
    run(new Commit(change, needsSync));
  }

  /** Has a commit of any size done in its turn; returns when it is durable. */
  void run(Commit commit) {
    try {
      if (enqueue(commit)) {
        lead(commit.begun());
      }
      while (!commit.isDone()) {
        commit.await();
        if (commit.takeLead()) {
          lead(null);
        }
      }
    } finally {
      underWay.decrementAndGet();
    }
    commit.rethrow();
  }

  /** Whether the caller is to lead. */
  private boolean enqueue(Commit commit) {
    int commits = underWay.incrementAndGet();
    lock.lock();
    try {
      patience.sawUnderWay(commits);
      checkUsable();
      checkOpen();
      queue.add(commit);
      if (!building) {
        building = true;
        return true;
      }
      Batch begun = offered;
      if (begun == null) {
        LockSupport.unpark(waitingBuilder);
        return false;
      }
      if (begun.commits().size() + queue.size() < patience.expected()) {
        return false;
      }
      offered = null;
      waitingBuilder = null;
      commit.setBegun(begun);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Throws if nothing may be committed any more. */
  public void checkUsable() {
    Throwable cause = failure;
    if (cause != null) {
      throw new DatabaseFailedException(
          "the log could not be written, so nothing more is accepted until the database is opened"
              + " anew: "
              + cause.getMessage(),
          cause);
    }
  }

  /**
   * Builds a batch of whoever waits, logs and publishes it. The caller is the builder. Whatever
   * goes wrong, each commit is told of its own outcome, somebody else can lead, and this returns.
   *
   * @param begun the batch that another builder has begun, or null to begin one
   */
  private void lead(@Nullable Batch begun) {
    Batch batch;
    try {
      Batch collected = collect(begun);
      if (collected == null) {
        return;
      }
      batch = build(collected);
    } catch (RuntimeException | Error e) {
      giveUp(e);
      return;
    }
    passLead();
    if (batch == null) {
      freeLog();
    } else {
      finish(batch);
    }
    makeRoom();
  }

  /** Takes in whoever comes until the log is the caller's; null if somebody else leads now. */
  private @Nullable Batch collect(@Nullable Batch begun) {
    Batch batch =
        begun == null ? new Batch(pool, file, space, homes, builtRoots, builtNumber + 1) : begun;
    boolean dropped = true;
    try {
      int added = taken.size();
      while (true) {
        Turn turn = takeTurn(batch);
        if (turn != Turn.MORE) {
          dropped = false;
          return turn == Turn.LOG ? batch : null;
        }
        for (; added < taken.size(); added++) {
          batch.add(taken.get(added));
        }
      }
    } finally {
      if (dropped) {
        batch.drop();
      }
    }
  }

  /** A batch that is to be logged, by who has the log; or null if all in it have failed. */
  private @Nullable Batch build(Batch collected) {
    Batch batch = collected;
    boolean ready = false;
    try {
      Commit last = taken.isEmpty() ? null : taken.get(taken.size() - 1);
      if (last != null && last.change().isLarge() && largeCommits != null) {
        batch = largeCommits.takeTurn(last, batch, builtRoots, builtNumber);
      }
      ready = !batch.commits().isEmpty() && reserve(batch);
      if (ready && batch.isVersion()) {
        ready = false;
        batch.edit().freeze();
        builtRoots = batch.roots();
        builtNumber = batch.number();
        ready = true;
      }
      return ready ? batch : null;
    } finally {
      if (!ready) {
        batch.drop();
      }
    }
  }

  /**
   * No batch could be built, for want of memory as a rule. Nothing of it was logged, so whoever
   * waits can fail with the same, and the next to come tries anew. Needs no memory.
   */
  private void giveUp(Throwable cause) {
    lock.lock();
    try {
      for (int i = 0; i < taken.size(); i++) {
        if (!taken.get(i).isDone()) {
          taken.get(i).fail(cause);
        }
      }
      taken.clear();
      for (Commit next = queue.poll(); next != null; next = queue.poll()) {
        next.fail(cause);
      }
      building = false;
      if (builderHasLog) {
        builderHasLog = false;
        logging = false;
      }
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Logs and publishes a batch. The caller has the log. */
  private void finish(Batch batch) {
    boolean done = false;
    try {
      LogPoint end = log == null ? LogPoint.ORIGIN : log.write(batch);
      HomeChanges elsewhere = batch.homeChanges();
      if (elsewhere != null) {
        elsewhere.apply();
      }
      Version before = batch.isVersion() ? publish(batch, end) : null;
      done = true;
      if (elsewhere != null) {
        elsewhere.state().release();
      }
      if (before != null) {
        release(before);
        pool.adopt(batch.edit().created());
      }
    } catch (RuntimeException | Error e) {
      if (!done) {
        fail(batch, e);
      }
      // Otherwise the batch is durable and current. Pages that the pool did not take in, for want
      // of memory, are merely never evicted.
    } finally {
      freeLog();
    }
    if (done) {
      for (int i = 0; i < batch.commits().size(); i++) {
        batch.commits().get(i).complete();
      }
      tell(batch);
    } else {
      drop(batch);
    }
  }

  private static void drop(Batch batch) {
    try {
      batch.drop();
    } catch (OutOfMemoryError e) {
      assert true; // Nothing is committed any more before the next opening, which finds the pages.
    }
  }

  private void tell(Batch batch) {
    Monitor watching = monitor;
    try {
      if (watching != null) {
        watching.afterVersion(batch.dropsTrees());
      }
    } catch (OutOfMemoryError e) {
      assert true; // The next commits tell the same.
    }
  }

  /** Who commits faster than the pool evicts has to wait for it; nobody else does. */
  private void makeRoom() {
    try {
      pool.makeRoom();
    } catch (StorageException | OutOfMemoryError e) {
      // On a full disk the pool exceeds its bound. The commit is none the worse for it.
    }
  }

  /** What has become of a builder that wants the log. */
  private enum Turn {
    /** There are more commits to be taken in first. */
    MORE,
    /** The log is the builder's; one commit may have been taken that is large. */
    LOG,
    /** Somebody else builds now, and has what the builder had. */
    LOST
  }

  /**
   * Either takes the log; or moves commits from the queue to those that are taken, perhaps after
   * some waiting; or loses the lead to whoever brings the last commit that was waited for.
   *
   * @param batch what has been taken so far
   */
  private Turn takeTurn(Batch batch) {
    int inBatch = batch.commits().size();
    boolean full = batch.redo().length() >= REDO_ENOUGH;
    boolean waits = inBatch > 0 && !full && log != null && batch.needsSync();
    boolean interrupted = false;
    lock.lock();
    try {
      while (true) {
        if (!full && takeSmall()) {
          return Turn.MORE;
        }
        long nanos = logging ? Long.MAX_VALUE : waits ? patience.nanosLeft(inBatch) : 0;
        if (nanos <= 0) {
          patience.go(inBatch);
          logging = true;
          builderHasLog = true;
          if (inBatch == 0 && !queue.isEmpty()) {
            taken.add(queue.element());
            queue.remove();
          }
          return Turn.LOG;
        }
        waitingBuilder = Thread.currentThread();
        offered = logging ? null : batch;
        lock.unlock();
        try {
          LockSupport.parkNanos(this, nanos);
          interrupted |= Thread.interrupted(); // A commit that is under way is not given up.
        } finally {
          lockSurely();
        }
        if (waitingBuilder != Thread.currentThread()) {
          return Turn.LOST; // Whoever took the batch may have offered it again.
        }
        waitingBuilder = null;
        offered = null;
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Takes the lock even if there is no memory to wait for it: who does not know whether it leads
   * cannot give up.
   */
  private void lockSurely() {
    try {
      lock.lock();
    } catch (OutOfMemoryError e) {
      while (!lock.tryLock()) {
        Thread.onSpinWait();
      }
    }
  }

  /** Moves what is at the head of the queue, up to a large one or to what is enough. */
  @GuardedBy("lock")
  private boolean takeSmall() {
    int before = taken.size();
    long bytes = 0;
    while (true) {
      Commit next = queue.peek();
      if (next == null || next.change().isLarge() || bytes >= REDO_ENOUGH) {
        return taken.size() > before;
      }
      bytes += next.change().bytes();
      taken.add(next); // If there is no memory for that, it is still in the queue.
      queue.remove();
    }
  }

  private void passLead() {
    lock.lock();
    try {
      taken.clear();
      builderHasLog = false;
      Commit next = queue.peek();
      if (next == null) {
        building = false;
        idle.signalAll();
      } else {
        next.lead();
      }
    } finally {
      lock.unlock();
    }
  }

  private void freeLog() {
    lock.lock();
    try {
      logging = false;
      idle.signalAll();
      LockSupport.unpark(waitingBuilder);
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ the log

  /** Finds room in the log; if there is none, all commits of the batch fail and none is harmed. */
  private boolean reserve(Batch batch) {
    if (log == null) {
      return true;
    }
    try {
      checkUsable();
      log.reserve(batch);
      return !batch.commits().isEmpty();
    } catch (RuntimeException e) {
      batch.commits().forEach(commit -> commit.fail(e));
      return false;
    }
  }

  private void fail(Batch batch, Throwable cause) {
    failure = cause;
    for (int i = 0; i < batch.commits().size(); i++) {
      batch.commits().get(i).fail(unknownOutcome(cause));
    }
  }

  private CommitUnknownException unknownOutcome(Throwable cause) {
    try {
      return new CommitUnknownException(
          "the log could not be written or synced, so it is not known whether the commit will be"
              + " there when the database is opened anew: "
              + cause.getMessage(),
          cause);
    } catch (OutOfMemoryError e) {
      return unknownOutcome;
    }
  }

  /** Makes a version that is durable the current one; returns the one before it, still held. */
  private Version publish(Batch batch, LogPoint end) {
    return versions.publish(batch, end);
  }

  // ------------------------------------------------------------------ for checkpoints

  /** The current version, held, with the space told that it is being checkpointed. */
  public Version acquireForCheckpoint() {
    return versions.holdForCheckpoint();
  }

  /**
   * The current version, held, and what is counted before a newer one becomes current.
   *
   * @param count takes the version and looks at the space, which belongs to it at this moment
   */
  public <T> T acquireAndCount(Function<Version, T> count) {
    checkOpen();
    return versions.holdAndCount(count);
  }

  /** Refuses what comes from now on, and waits until what is under way has ended. */
  public void close() {
    closed = true;
    lock.lock();
    try {
      while (building || logging) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    if (largeCommits != null) {
      largeCommits.close();
    }
  }

  /** Refuses all commits from now on: something could not be made durable. */
  public void fail(Throwable cause) {
    failure = cause;
  }

  /** What a write or sync failed with, or null. */
  public @Nullable Throwable failure() {
    return failure;
  }
}
