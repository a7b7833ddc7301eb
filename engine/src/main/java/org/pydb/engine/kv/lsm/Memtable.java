package org.pydb.engine.kv.lsm;

import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * The newest writes, sorted, in memory; its log has them too. Every version of a key is kept with
 * the number of its batch: who reads up to a number sees none that came later. One thread writes,
 * others read.
 */
final class Memtable {

  /** About what an entry takes beside its key and value. */
  private static final int ENTRY_BYTES = 64;

  private final long logNumber;
  private final RecordFile log;
  private final ConcurrentSkipListMap<Version, Found> entries = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long lastNumber;

  /** A key at a number; of one key the newest comes first. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its order only
  private record Version(byte[] key, long number) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      int order = Arrays.compareUnsigned(key, other.key);
      return order != 0 ? order : Long.compare(other.number, number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(key) + Long.hashCode(number);
    }
  }

  Memtable(long logNumber, RecordFile log) {
    this.logNumber = logNumber;
    this.log = log;
  }

  long logNumber() {
    return logNumber;
  }

  RecordFile log() {
    return log;
  }

  /** The number of the last batch in it. */
  long lastNumber() {
    return lastNumber;
  }

  long bytes() {
    return bytes.get();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void add(WriteBatch batch, long number) {
    batch.changes().forEach(change -> add(change.key(), change.value(), number));
  }

  void add(byte[] key, byte @Nullable [] value, long number) {
    entries.put(new Version(key, number), new Found(value));
    bytes.addAndGet(key.length + (value == null ? 0 : value.length) + ENTRY_BYTES);
    lastNumber = number;
  }

  /** What a key was at a number; null if this does not know it. */
  @Nullable Found find(byte[] key, long number) {
    Map.Entry<Version, Found> entry = entries.ceilingEntry(new Version(key, number));
    return entry != null && Arrays.equals(entry.getKey().key, key) ? entry.getValue() : null;
  }

  /** The entries of a range as they were at a number. */
  SortedCursor cursor(long number, KeyRange range, boolean backward) {
    return new Cursor(number, range, backward);
  }

  private final class Cursor implements SortedCursor {
    private final long number;
    private final KeyRange range;
    private final boolean backward;
    private @Nullable Version at;
    private @Nullable Found found;

    Cursor(long number, KeyRange range, boolean backward) {
      this.number = number;
      this.range = range;
      this.backward = backward;
    }

    @Override
    public boolean next() {
      do {
        at = step();
        found = at == null ? null : find(at.key, number);
      } while (at != null && found == null);
      return at != null;
    }

    /** Some version of the next key. */
    private @Nullable Version step() {
      Version last = at;
      byte[] lower = range.lower();
      byte[] upper = range.upper();
      Version next;
      if (backward) {
        byte[] bound = last == null ? upper : last.key;
        next =
            bound == null
                ? (entries.isEmpty() ? null : entries.lastKey())
                : entries.lowerKey(new Version(bound, Long.MAX_VALUE));
        return next == null || range.isBehind(next.key, true) ? null : next;
      }
      if (last != null) {
        next = entries.higherKey(new Version(last.key, Long.MIN_VALUE));
      } else if (lower != null) {
        next = entries.ceilingKey(new Version(lower, Long.MAX_VALUE));
      } else {
        next = entries.isEmpty() ? null : entries.firstKey();
      }
      return next == null || range.isBehind(next.key, false) ? null : next;
    }

    @Override
    public byte[] key() {
      Version version = at;
      if (version == null) {
        throw new NoSuchElementException("the cursor stands at no entry");
      }
      return version.key;
    }

    @Override
    public byte @Nullable [] value() {
      return found == null ? null : found.value();
    }
  }
}
