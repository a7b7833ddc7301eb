package org.pydb.engine.txn;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.wal.LogHold;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Applies large commits beside the {@link CommitPipeline}, so that they do not hold up small ones.
 * One at a time; thread-safe.
 *
 * <p>A large commit builds a batch of its own on the newest version, and puts its redo between the
 * frames of others. What others commit meanwhile is put {@linkplain Rebase on top}, until little is
 * left; its turn in the pipeline is then short.
 */
final class LargeCommits {

  /** More versions than others can publish while a large commit is applied. */
  private static final long NUMBERS_AHEAD = 1 << 20;

  /** So often what others have committed is put on top before the turn. */
  private static final int REBASES_MAX = 20;

  /** So few pages are done within the turn. */
  private static final int REBASED_LITTLE = 50;

  private final CommitPipeline pipeline;
  private final WriteAheadLog log;

  /** Held by the one that is applied. */
  private final ReentrantLock lock = new ReentrantLock();

  /** What large commits have in the log, by which recovery may have to go. */
  private final Set<KeptParts> parts = ConcurrentHashMap.newKeySet();

  /** Those of a pipeline. */
  LargeCommits(CommitPipeline pipeline, WriteAheadLog log) {
    this.pipeline = pipeline;
    this.log = log;
  }

  /** Does one; returns when it is durable, or throws what it failed with. */
  void run(Commit commit) {
    lock.lock();
    try {
      apply(commit);
    } finally {
      lock.unlock();
    }
  }

  private void apply(Commit commit) {
    KeptParts kept = new KeptParts(holdEnd());
    parts.add(kept);
    Version base = pipeline.acquire();
    Batch early = newBatch(base);
    boolean done = false;
    try {
      pipeline.checkUsable();
      early.addLarge(
          commit,
          new RedoParts(log, pipeline.pool().capacity(), pipeline::fail, pipeline::appendInTurn));
      int changed = Integer.MAX_VALUE;
      for (int i = 0; i < REBASES_MAX && changed > REBASED_LITTLE && !commit.isDone(); i++) {
        Version older = base;
        base = pipeline.acquire();
        try {
          changed = rebase(early, commit, base);
        } finally {
          pipeline.release(older);
        }
      }
      if (changed >= 0) {
        commit.setEarly(early);
      } else {
        early.drop();
      }
      if (!commit.isDone()) {
        pipeline.run(commit);
      }
      commit.rethrow();
      done = true;
    } finally {
      pipeline.release(base);
      if (done) {
        kept.neededUntil = pipeline.current().number();
      } else {
        if (!commit.hadItsTurn()) {
          early.drop();
        }
        kept.hold.close();
        parts.remove(kept);
      }
    }
  }

  private Batch newBatch(Version base) {
    return new Batch(
        pipeline.pool(),
        pipeline.file(),
        pipeline.space(),
        pipeline.homes(),
        base.roots(),
        base.number() + NUMBERS_AHEAD);
  }

  /** How many pages others have changed in the same trees; a negative number if that is too bad. */
  private static int rebase(Batch early, Commit commit, Version newer) {
    try {
      return early.rebase(newer.roots());
    } catch (RuntimeException | Error e) {
      commit.fail(e);
      return -1;
    }
  }

  /** Keeps all that will be written to the log from now on. */
  private LogHold holdEnd() {
    while (true) {
      try {
        return log.hold(log.endPosition());
      } catch (IllegalArgumentException e) {
        Thread.onSpinWait(); // It was the end, but a checkpoint has come between.
      }
    }
  }

  /**
   * The batch of a large commit whose turn has come: the one that was built beside the pipeline, or
   * if that is of no use, one that is built now while all others wait. Called by the builder.
   *
   * @param empty a new batch of the builder's
   * @param roots the newest trees
   * @param number the number of the last batch that was built
   */
  Batch takeTurn(Commit commit, Batch empty, RootMap roots, long number) {
    Batch early = commit.takeEarly();
    if (early != null) {
      boolean fits = false;
      try {
        pipeline.checkUsable(); // Else the newest trees are of a batch that has failed.
        fits = early.takeTurn(roots, number);
      } finally {
        if (!fits) {
          early.drop();
        }
      }
      if (fits) {
        return early;
      }
    }
    empty.addLarge(commit, new RedoParts(log, pipeline.pool().capacity(), pipeline::fail, null));
    return empty;
  }

  /** Notes that a checkpoint of this version is durable: recovery needs no parts of it any more. */
  void checkpointed(long version) {
    parts.removeIf(
        kept -> {
          boolean needed = kept.neededUntil > version;
          if (!needed) {
            kept.hold.close();
          }
          return !needed;
        });
  }

  /** Lets go of the log, to which nothing is written any more. */
  void close() {
    parts.forEach(kept -> kept.hold.close());
  }

  /** Keeps the parts of a large commit in the log. */
  private static final class KeptParts {
    final LogHold hold;

    /** The version with which they are in the trees. */
    volatile long neededUntil = Long.MAX_VALUE;

    KeptParts(LogHold hold) {
      this.hold = hold;
    }
  }
}
