package org.pydb.engine.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;

/**
 * Takes batches to an engine, one write at a time. While one is being synced the next ones wait;
 * whoever comes first of them then takes all of them along, as one batch with one sync: group
 * commit (DeWitt et al., "Implementation techniques for main memory database systems", 1984).
 * Thread-safe.
 */
final class GroupCommit {

  /** So many bytes go together, unless one batch has more. */
  private static final long GROUP_BYTES_MAX = 1L << 20;

  private final StorageEngine engine;
  private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Fair, so that it passes through all whose write is done before the next one leads: these come
   * back meanwhile with their next writes, which then go together. Were it not, the first one to
   * come back would overtake them and sync for itself.
   */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Guarded by {@link #turn}: why nothing is written any more. */
  private @Nullable Throwable failure;

  GroupCommit(StorageEngine engine) {
    this.engine = engine;
  }

  private static final class Waiter {
    private final WriteBatch batch;
    private final Durability durability;

    /** The fields below are guarded by {@link #turn}. */
    private boolean done;

    private @Nullable Throwable failure;

    Waiter(WriteBatch batch, Durability durability) {
      this.batch = batch;
      this.durability = durability;
    }
  }

  /** Writes a batch, perhaps together with others. */
  void write(WriteBatch batch, Durability durability) {
    Waiter own = new Waiter(batch, durability);
    waiting.add(own);
    turn.lock();
    try {
      while (!own.done) {
        writeGroup();
      }
    } finally {
      turn.unlock();
    }
    if (own.failure != null) {
      throw copy(own.failure);
    }
  }

  /** Makes durable what was written. */
  void checkpoint() {
    turn.lock();
    try {
      checkUsable();
      engine.checkpoint();
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      turn.unlock();
    }
  }

  /** Writes those that wait longest. */
  private void writeGroup() {
    List<Waiter> group = nextGroup();
    Throwable problem = null;
    try {
      checkUsable();
      engine.apply(together(group), engine.number() + 1, durability(group));
    } catch (StorageException e) {
      problem = e; // It has had no effect.
    } catch (RuntimeException | Error e) {
      problem = e;
      if (failure == null) {
        failure = e;
      }
    }
    for (Waiter waiter : group) {
      waiter.failure = problem;
      waiter.done = true;
    }
  }

  private List<Waiter> nextGroup() {
    List<Waiter> group = new ArrayList<>();
    long bytes = 0;
    Waiter next = waiting.peek();
    while (next != null && (group.isEmpty() || bytes + next.batch.bytes() <= GROUP_BYTES_MAX)) {
      waiting.remove();
      group.add(next);
      bytes += next.batch.bytes();
      next = waiting.peek();
    }
    return group;
  }

  private static WriteBatch together(List<Waiter> group) {
    if (group.size() == 1) {
      return group.get(0).batch;
    }
    WriteBatch all = new WriteBatch();
    group.forEach(waiter -> all.addAll(waiter.batch));
    return all;
  }

  private static Durability durability(List<Waiter> group) {
    return group.stream().anyMatch(waiter -> waiter.durability == Durability.SYNCED)
        ? Durability.SYNCED
        : Durability.RELAXED;
  }

  private void checkUsable() {
    if (failure != null) {
      throw new DatabaseFailedException(
          "a write of the store has failed, so nothing more is written; close it and open it again",
          failure);
    }
  }

  /** Each thread gets an exception of its own, with its own trace. */
  private static EngineException copy(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof DiskFullException) {
      return new DiskFullException(message, cause);
    }
    if (cause instanceof StorageException) {
      return new StorageException(message, cause);
    }
    if (cause instanceof DatabaseFailedException) {
      return new DatabaseFailedException(message, cause);
    }
    return new CommitUnknownException(message, cause);
  }
}
