package org.pydb.engine.kv.log;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;

/**
 * What a persistent index notes with its changes: how far in the log they reach.
 *
 * @param generation of the manifest: after a merge, places are others
 * @param segment the number of the segment that is written
 * @param salt of that segment: that of another store has another one
 * @param synced the position up to which it was synced
 * @param end the position up to which the index knows it
 * @param number of the last batch
 * @param dead the dead bytes of each segment
 */
record LogMark(
    long generation,
    long segment,
    long salt,
    long synced,
    long end,
    long number,
    Map<Long, Long> dead) {
  private static final int FIXED = 6;

  static byte[] of(long generation, Segment active, long number, Collection<Segment> segments) {
    ByteBuilder bytes = new ByteBuilder(Long.BYTES * (FIXED + 2 * segments.size()));
    bytes.putLong(generation).putLong(active.number()).putLong(active.file().salt());
    bytes.putLong(active.file().synced()).putLong(active.file().end()).putLong(number);
    segments.forEach(segment -> bytes.putLong(segment.number()).putLong(segment.dead()));
    return bytes.toArray();
  }

  /** Reads a mark; null if there is none. */
  static @Nullable LogMark read(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < FIXED * Long.BYTES) {
      return null;
    }
    Map<Long, Long> dead = new TreeMap<>();
    for (int at = FIXED * Long.BYTES; at < bytes.length; at += 2 * Long.BYTES) {
      dead.put(Bytes.getLong(bytes, at), Bytes.getLong(bytes, at + Long.BYTES));
    }
    return new LogMark(
        Bytes.getLong(bytes, 0),
        Bytes.getLong(bytes, 8),
        Bytes.getLong(bytes, 16),
        Bytes.getLong(bytes, 24),
        Bytes.getLong(bytes, 32),
        Bytes.getLong(bytes, 40),
        dead);
  }
}
