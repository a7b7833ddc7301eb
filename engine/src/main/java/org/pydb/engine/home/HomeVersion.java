package org.pydb.engine.home;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredTree;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * What a store held after some batch. Two lives:
 *
 * <pre>
 *   PENDING: the changes of the batch, over the version before    (the batch is not in the log yet)
 *      │ settle, when the store has them
 *   SETTLED: a snapshot of the store
 * </pre>
 *
 * <p>A pending one is read by who builds batches only: this batch, and the next one upon it. It is
 * settled before the version before it can be gone. A settled one is free for all, until the last
 * of the {@link HomeSet}s that it is part of is let go of, and who reads at that moment has ended.
 */
final class HomeVersion {

  /** The new value of a key; null if it was deleted. */
  @SuppressWarnings("ArrayRecordComponent") // only held, never compared
  private record Change(byte @Nullable [] value) {}

  /** What is looked into: the snapshot; or the changes, then the version before, if any. */
  private record State(
      @Nullable Snapshot snapshot,
      @Nullable HomeVersion before,
      NavigableMap<byte[], Change> changes) {}

  private final Home home;
  private volatile State state;

  /** Sets that it is part of, and those that read now. */
  private final AtomicInteger holders = new AtomicInteger();

  /** Those that read now. */
  private final AtomicInteger readers = new AtomicInteger();

  private final AtomicBoolean isSnapshotClosed = new AtomicBoolean();

  private HomeVersion(Home home, State state) {
    this.home = home;
    this.state = state;
  }

  /** A pending one over another; over an empty store if that is null. */
  static HomeVersion over(Home home, @Nullable HomeVersion before) {
    return new HomeVersion(home, new State(null, before, new TreeMap<>(Arrays::compareUnsigned)));
  }

  /** What a store holds now. */
  static HomeVersion now(Home home) {
    HomeVersion version = over(home, null);
    version.settle();
    return version;
  }

  Home home() {
    return home;
  }

  // ------------------------------------------------------------------ while it is pending

  void put(byte[] key, byte @Nullable [] value) {
    state.changes.put(key, new Change(value));
  }

  /** Whether there are no changes. */
  boolean isUnchanged() {
    return state.changes.isEmpty();
  }

  /** The changes, for the store. */
  WriteBatch batch() {
    WriteBatch batch = new WriteBatch();
    state.changes.forEach(
        (key, change) -> {
          byte[] value = change.value;
          if (value == null) {
            batch.delete(key);
          } else {
            batch.set(key, value);
          }
        });
    return batch;
  }

  /** The store has the changes. */
  void settle() {
    state = new State(home.snapshot(this), null, new TreeMap<>(Arrays::compareUnsigned));
  }

  // ------------------------------------------------------------------ reading

  byte @Nullable [] get(byte[] key) {
    while (true) {
      State now = state;
      Snapshot snapshot = now.snapshot;
      if (snapshot != null) {
        beginReading();
        try {
          return snapshot.get(key);
        } finally {
          endReading();
        }
      }
      Change change = now.changes.get(key);
      HomeVersion before = now.before;
      if (change != null || before == null) {
        return change == null ? null : change.value;
      }
      try {
        return before.get(key);
      } catch (DatabaseClosedException e) {
        throwUnlessSettled(now, e);
      }
    }
  }

  /** Hands out the entries of a range. */
  void read(KeyRange range, boolean backward, StoredTree.Visitor visitor) {
    while (true) {
      State now = state;
      if (now.snapshot != null) {
        readSnapshot(now.snapshot, range, backward, visitor);
        return;
      }
      Merge merge = new Merge(within(now.changes, range, backward), backward, visitor);
      try {
        if (now.before != null) {
          now.before.read(range, backward, merge);
        }
        merge.end();
        return;
      } catch (DatabaseClosedException e) {
        throwUnlessSettled(now, e); // It is thrown before the first entry.
      }
    }
  }

  private void readSnapshot(
      Snapshot snapshot, KeyRange range, boolean backward, StoredTree.Visitor visitor) {
    beginReading();
    try (EntryCursor cursor = snapshot.scan(range, backward)) {
      boolean more = true;
      while (more && cursor.next()) {
        more = visitor.entry(cursor.key(), cursor.value());
      }
    } finally {
      endReading();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same state
  private void throwUnlessSettled(State seen, DatabaseClosedException e) {
    if (state == seen) {
      throw e;
    }
  }

  private static Iterator<Map.Entry<byte[], Change>> within(
      NavigableMap<byte[], Change> changes, KeyRange range, boolean backward) {
    NavigableMap<byte[], Change> part = changes;
    if (range.lower() != null) {
      part = part.tailMap(range.lower(), true);
    }
    if (range.upper() != null) {
      part = part.headMap(range.upper(), false);
    }
    return (backward ? part.descendingMap() : part).entrySet().iterator();
  }

  /** Puts changes over entries that come in order. */
  private static final class Merge implements StoredTree.Visitor {
    private final Iterator<Map.Entry<byte[], Change>> changes;
    private final boolean backward;
    private final StoredTree.Visitor visitor;
    private Map.@Nullable Entry<byte[], Change> next;
    private boolean more = true;

    Merge(
        Iterator<Map.Entry<byte[], Change>> changes, boolean backward, StoredTree.Visitor visitor) {
      this.changes = changes;
      this.backward = backward;
      this.visitor = visitor;
      advance();
    }

    private void advance() {
      next = changes.hasNext() ? changes.next() : null;
    }

    @Override
    public boolean entry(byte[] key, byte[] value) {
      boolean covered = false;
      while (more && next != null) {
        int order = Arrays.compareUnsigned(next.getKey(), key);
        if (backward ? order < 0 : order > 0) {
          break;
        }
        covered |= order == 0;
        hand(next);
        advance();
      }
      if (more && !covered) {
        more = visitor.entry(key, value);
      }
      return more;
    }

    void end() {
      while (more && next != null) {
        hand(next);
        advance();
      }
    }

    private void hand(Map.Entry<byte[], Change> change) {
      byte[] value = change.getValue().value;
      if (value != null) {
        more = visitor.entry(change.getKey(), value);
      }
    }
  }

  // ------------------------------------------------------------------ holding

  /** One more set holds it. */
  void hold() {
    holders.incrementAndGet();
  }

  /** A set lets go. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      closeSnapshot();
    }
  }

  private void beginReading() {
    while (true) {
      int count = holders.get();
      if (count == 0 || home.isClosed()) {
        throw new DatabaseClosedException(
            "what was to be read is gone: its transaction has ended, or the database was closed");
      }
      if (holders.compareAndSet(count, count + 1)) {
        readers.incrementAndGet();
        if (!home.isClosed()) {
          return;
        }
        endReading();
      }
    }
  }

  private void endReading() {
    readers.decrementAndGet();
    release();
  }

  /** Closes the snapshot whoever holds it; the home is closed, so that nobody begins to read. */
  void close() {
    while (readers.get() > 0) {
      Thread.onSpinWait(); // Each reads some entries at most.
    }
    closeSnapshot();
  }

  private void closeSnapshot() {
    Snapshot open = state.snapshot;
    if (open != null && isSnapshotClosed.compareAndSet(false, true)) {
      home.forget(this);
      try {
        open.close();
      } catch (StorageException e) {
        return; // What the store could not tidy up stays until it is opened anew.
      }
    }
  }
}
