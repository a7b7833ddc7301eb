package org.pydb.engine.kv.log;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.schema.KeyRange;

/**
 * The entries as they were at one moment. An index knows the newest places only; so a snapshot
 * keeps the place that a key had of each key that is changed while it is the newest snapshot: its
 * before image. Whoever reads through an older one looks at its own images, then at those of the
 * younger ones in their order, and at the index last.
 */
final class LogSnapshot implements Snapshot {

  /** Stands for a key that was not there. */
  private static final Location ABSENT = new Location(0, 0, 0);

  private final LogEngine engine;
  private final long id;

  // Guarded by the engine's lock.
  private final NavigableMap<byte[], Location> images = new TreeMap<>(Arrays::compareUnsigned);
  private @Nullable LogSnapshot older;
  private @Nullable LogSnapshot newer;

  LogSnapshot(LogEngine engine, long id, @Nullable LogSnapshot older) {
    this.engine = engine;
    this.id = id;
    this.older = older;
    if (older != null) {
      older.newer = this;
    }
  }

  long id() {
    return id;
  }

  @Nullable LogSnapshot older() {
    return older;
  }

  @Nullable LogSnapshot newer() {
    return newer;
  }

  /** Keeps the place that a key has; this is the newest snapshot. */
  void keep(byte[] key, @Nullable Location location) {
    images.putIfAbsent(key, location == null ? ABSENT : location);
  }

  /** Leaves the row of snapshots; what the older one needs goes there. */
  void leave() {
    LogSnapshot before = older;
    LogSnapshot after = newer;
    if (before != null) {
      images.forEach(before.images::putIfAbsent);
      before.newer = after;
    }
    if (after != null) {
      after.older = before;
    }
  }

  /** Where the value of a key was; null if it was not there. */
  @Nullable Location find(byte[] key) {
    for (LogSnapshot at = this; at != null; at = at.newer) {
      Location image = at.images.get(key);
      if (image != null) {
        return image.equals(ABSENT) ? null : image;
      }
    }
    return engine.index().get(key);
  }

  /** Of a key and the next one that an image is kept of, the first in the direction of travel. */
  byte @Nullable [] first(
      byte @Nullable [] found, byte @Nullable [] bound, boolean inclusive, boolean backward) {
    byte[] first = found;
    for (LogSnapshot at = this; at != null; at = at.newer) {
      byte[] key = next(at.images, bound, inclusive, backward);
      if (key != null && (first == null || Arrays.compareUnsigned(key, first) < 0 != backward)) {
        first = key;
      }
    }
    return first;
  }

  private static byte @Nullable [] next(
      NavigableMap<byte[], Location> map,
      byte @Nullable [] bound,
      boolean inclusive,
      boolean backward) {
    if (map.isEmpty()) {
      return null;
    }
    if (bound == null) {
      return backward ? map.lastKey() : map.firstKey();
    }
    if (backward) {
      return inclusive ? map.floorKey(bound) : map.lowerKey(bound);
    }
    return inclusive ? map.ceilingKey(bound) : map.higherKey(bound);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return engine.get(this, key);
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return new LogCursor(engine, this, range, backward, () -> {});
  }

  /** Goes through the log from front to back, which is faster than from key to key. */
  @Override
  public void forEach(BiConsumer<byte[], byte[]> visitor) {
    engine.forEach(this, visitor);
  }

  @Override
  public void close() {
    engine.close(this);
  }
}
