package org.pydb.engine.txn;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.pydb.engine.btree.StoredTrees;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.wal.LogPoint;

/**
 * Which version is current, and who holds it. Versions are published one at a time, and read by
 * anybody: to hold the current one takes no lock. Thread-safe.
 */
final class PublishedVersions {
  private final PageSpace space;

  /** The newest one. */
  private volatile Version current;

  /** Held while a version becomes current, so that a checkpoint falls between two of them. */
  private final ReentrantLock publishing = new ReentrantLock();

  /** Begins with a version, and takes over the hold on its point. */
  PublishedVersions(PageSpace space, Version first) {
    this.space = space;
    current = first;
    holdStored(first);
  }

  /** Has the stores keep what a version shows as long as anybody holds the version. */
  private static void holdStored(Version version) {
    StoredTrees stored = version.roots().stored();
    if (stored != null) {
      stored.hold();
      version.point().setWhenGone(stored::release);
    }
  }

  /** The current version, not held: its number and roots may be looked at, its pages not. */
  Version current() {
    return current;
  }

  /** The current version, held: whoever asks releases its point. */
  Version hold() {
    while (true) {
      Version version = current;
      if (version.point().tryHold()) {
        return version;
      }
    }
  }

  /** Makes a batch that is durable the current version; returns the one before it, still held. */
  Version publish(Batch batch, LogPoint end) {
    Version before = current;
    publishing.lock();
    try {
      batch.edit().publish();
      LivePoint point = space.publish(batch.number(), batch.edit().created(), batch.edit().died());
      Version next = new Version(batch.number(), batch.roots(), point, end);
      holdStored(next);
      current = next;
    } finally {
      publishing.unlock();
    }
    return before;
  }

  /** The current version, held, with the space told that it is being checkpointed. */
  Version holdForCheckpoint() {
    publishing.lock();
    try {
      Version version = hold();
      space.beginCheckpoint(version.number());
      return version;
    } finally {
      publishing.unlock();
    }
  }

  /** The current version, held, and what is counted before a newer one becomes current. */
  <T> T holdAndCount(Function<Version, T> count) {
    publishing.lock();
    try {
      return count.apply(hold());
    } finally {
      publishing.unlock();
    }
  }
}
