package org.pydb.engine.txn;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.EngineException;

/** A change that waits for its batch, and the thread that waits with it. */
final class Commit {

  /** What is to be done to the batch. */
  interface Change {
    /** Does it, or throws and leaves the batch to be built again without this change. */
    void applyTo(Batch batch);

    /** About how much redo that makes, in bytes. */
    default long bytes() {
      return 0;
    }

    /** Whether that is more than a batch keeps in memory: then it gets one of its own. */
    default boolean isLarge() {
      return false;
    }
  }

  private final Change change;
  private final boolean needsSync;
  private final Thread waiter = Thread.currentThread();

  /** Whether it takes something away and puts nothing in; the builder's. */
  private boolean frees;

  private @Nullable Batch early;
  private @Nullable Batch begun;
  private volatile boolean hadItsTurn;
  private volatile boolean done;
  private volatile boolean leads;
  private volatile @Nullable Throwable failure;
  private boolean interrupted;

  Commit(Change change, boolean needsSync) {
    this.change = change;
    this.needsSync = needsSync;
  }

  /** Whether it is not done before the log is synced. */
  boolean needsSync() {
    return needsSync;
  }

  Change change() {
    return change;
  }

  boolean frees() {
    return frees;
  }

  void setFrees(boolean nowFrees) {
    frees = nowFrees;
  }

  /** The commit's turn has come: gives the batch that was built beside the pipeline, or null. */
  @Nullable Batch takeEarly() {
    hadItsTurn = true;
    return early;
  }

  /** Whether its batch belongs to whoever leads, rather than to the commit's own thread. */
  boolean hadItsTurn() {
    return hadItsTurn;
  }

  /** Sets what was built beside the pipeline. */
  void setEarly(Batch built) {
    early = built;
  }

  /** Its thread is to go on with a batch that somebody else has begun. */
  void setBegun(Batch batch) {
    begun = batch;
  }

  /** What its thread is to go on with, or null. */
  @Nullable Batch begun() {
    return begun;
  }

  /** The commit has succeeded, or failed as noted; its thread may go on. */
  void complete() {
    done = true;
    if (waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  /** The commit has failed. */
  void fail(Throwable cause) {
    failure = cause;
    complete();
  }

  /** The commit's thread is to build the next batch. */
  void lead() {
    leads = true;
    if (waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  boolean isDone() {
    return done;
  }

  /** Whether the thread was asked to lead; asks only once. */
  boolean takeLead() {
    boolean was = leads;
    leads = false;
    return was;
  }

  /** Waits until there is something to do; may return too early. */
  void await() {
    while (!done && !leads) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true; // A commit that is under way is not given up.
      }
    }
  }

  /** Throws what the commit failed with, if it did. */
  void rethrow() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable cause = failure;
    if (cause == null) {
      return;
    }
    if (cause instanceof EngineException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new EngineException("the commit failed: " + cause.getMessage(), cause);
  }
}
