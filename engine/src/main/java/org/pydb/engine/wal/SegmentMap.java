package org.pydb.engine.wal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.vfs.VfsFile;

/**
 * The segments of a log's file as they were when it was made, and the way through them. Not
 * thread-safe.
 *
 * <h2>The way through the segments</h2>
 *
 * As a rule the log goes on in the segment with the next sequence. A recovery does not trust what
 * lies behind the last frame that it found, so it goes on in a segment with a sequence higher than
 * any in the file, a higher incarnation, and a header that says where the log before it ends:
 *
 * <pre>
 *   positions   0 ........ 100 ........ 200 ........ 300 ........ 400
 *   segment     │ 0          │ 1   ┊ xxxx │ 2   xxxxxx │ 3          │
 *   incarnation │ 1          │ 1   ┊      │ 1          │ 2          │
 *   previousEnd │ 0          │ 100 ┊      │ 200        │ 140        │
 *                                 140 ──────── jump ───▶ 300
 * </pre>
 *
 * What the crash left behind 140 is dead: no way leads there, and if one did, its incarnation would
 * not match. The positions from 140 to 300 all mean the same place, where segment 3 begins. So a
 * checkpoint may name any of them.
 *
 * <p>Sequences are never given twice. A recovery whose segment stayed empty is passed over: the
 * next one's jump begins no later than where that segment does.
 */
final class SegmentMap {
  private final VfsFile file;
  private final String where;
  private final int slotCount;

  /** In the order of the log, with those that are no part of it. */
  private final List<Segment> segments;

  /** Those that are a part of the log. */
  private final Map<Long, Segment> bySequence = new HashMap<>();

  /** Those at which the log goes on after a recovery. */
  private final List<Segment> jumps = new ArrayList<>();

  private final ReadWindow window;

  private SegmentMap(VfsFile file, String where, int slotCount, List<Segment> segments) {
    this.file = file;
    this.where = where;
    this.slotCount = slotCount;
    this.segments = segments;
    this.window = new ReadWindow(file);
    segments.sort(Comparator.comparingLong(segment -> segment.header().sequence()));
    segments.stream().filter(segment -> segment.header().isOpen()).forEach(this::enter);
    if (bySequence.isEmpty()) {
      throw new CorruptionException(where + ": no segment is open, expected the last one of a log");
    }
  }

  /**
   * Reads the headers of all segments.
   *
   * @param where the file, for messages
   * @param databaseId the database that the log must belong to; null for any
   */
  static SegmentMap read(VfsFile file, String where, @Nullable UUID databaseId) {
    SegmentHeader first = header(file, 0, 0, where);
    if (first == null) {
      throw new CorruptionException(where + ": is empty or begins with zeros, expected a log");
    }
    if (databaseId != null && !databaseId.equals(first.databaseId())) {
      throw new NotADatabaseException(
          where
              + ": is the log of another database ("
              + first.databaseId()
              + " instead of "
              + databaseId
              + "). It was left untouched; put this database's own log back.");
    }
    long size = file.size();
    int slotCount = Math.toIntExact(size / first.segmentSize());
    List<Segment> segments = new ArrayList<>();
    for (int slot = 0; (long) slot * first.segmentSize() < size; slot++) {
      SegmentHeader header = header(file, slot, first.segmentSize(), where);
      if (header != null) {
        segments.add(new Segment(slot, header));
      }
    }
    SegmentMap map = new SegmentMap(file, where, slotCount, segments);
    map.check(first);
    return map;
  }

  private void enter(Segment segment) {
    Segment twin = bySequence.put(segment.header().sequence(), segment);
    if (twin != null) {
      throw corrupt(segment.slot(), "the same sequence as the segment in slot " + twin.slot());
    }
    if (segment.header().isJump()) {
      jumps.add(segment);
    }
  }

  private static @Nullable SegmentHeader header(
      VfsFile file, int slot, int segmentSize, String where) {
    byte[] bytes = new byte[SegmentHeader.SIZE];
    int length = file.read((long) slot * segmentSize, bytes, 0, bytes.length);
    Arrays.fill(bytes, length, bytes.length, (byte) 0);
    try {
      return SegmentHeader.read(bytes, where + ", slot " + slot);
    } catch (NotADatabaseException e) {
      if (slot == 0) {
        throw e;
      }
      throw new CorruptionException(
          where + ", slot " + slot + ": damaged, expected the header of a segment", e);
    }
  }

  /** Checks that all segments are of one log, and that the file has not lost its end. */
  private void check(SegmentHeader first) {
    for (Segment segment : segments) {
      SegmentHeader header = segment.header();
      if (header.segmentSize() != first.segmentSize()
          || !header.databaseId().equals(first.databaseId())) {
        throw corrupt(segment.slot(), "a segment of another log");
      }
      checkSlots(segment.slot() + 1, "a segment does not fit the file");
    }
  }

  /**
   * Checks that the file has so many slots. A slot is synced as part of the file before any segment
   * or frame mentions it, and the file does not shrink.
   */
  void checkSlots(int count, String evidence) {
    if (count > slotCount) {
      throw new CorruptionException(
          where
              + ": was cut off: "
              + evidence
              + ", expected at least "
              + (long) count * segments.get(0).header().segmentSize()
              + " bytes, found "
              + file.size());
    }
  }

  /** How many whole slots the file has. */
  int slotCount() {
    return slotCount;
  }

  /** The segments in the order of the log; there is at least one. */
  List<Segment> segments() {
    return segments;
  }

  int segmentSize() {
    return segments.get(0).header().segmentSize();
  }

  UUID databaseId() {
    return segments.get(0).header().databaseId();
  }

  /** The segment with the highest sequence. */
  Segment last() {
    return segments.get(segments.size() - 1);
  }

  int incarnationMax() {
    return segments.stream().mapToInt(s -> s.header().incarnation()).max().orElseThrow();
  }

  /** The segment that the last recovery opened, or the first one that is left of its life. */
  Segment firstOfNewestIncarnation() {
    return segments.stream()
        .filter(segment -> segment.header().isOpen())
        .max(
            Comparator.<Segment>comparingInt(segment -> segment.header().incarnation())
                .thenComparing(segment -> -segment.header().sequence()))
        .orElseThrow();
  }

  /** The highest position up to which the log was synced, as far as headers tell. */
  long syncedMax() {
    return segments.stream().mapToLong(s -> s.header().synced()).max().orElseThrow();
  }

  /** The segment of the log that holds a position, or null if it is not in the file. */
  @Nullable Segment at(long position) {
    return bySequence.get(Math.floorDiv(position, SegmentHeader.payloadSize(segmentSize())));
  }

  /** The incarnation of the segment that holds a position; 0 if there is none. */
  int incarnation(long position) {
    Segment segment = at(position);
    return segment == null ? 0 : segment.header().incarnation();
  }

  /** Where the log goes on at a position: there, unless a recovery cut it off at or before it. */
  long follow(long position) {
    for (Segment jump : jumps) {
      SegmentHeader header = jump.header();
      if (header.previousEnd() <= position && position < header.start()) {
        return follow(header.start());
      }
    }
    return position;
  }

  /**
   * What the header of a segment must say that goes on where the log, cut off at {@code position},
   * ends. If that leaves nothing of a segment, it is where the log before that one ends, so that
   * nobody needs the empty one.
   */
  long previousEnd(long position) {
    Segment segment = at(position);
    return segment != null && segment.header().start() == position
        ? segment.header().previousEnd()
        : position;
  }

  /**
   * Reads bytes of the log from one segment on into the next ones of the same incarnation.
   *
   * @return how many there were, up to {@code count}
   */
  int read(long position, byte[] target, int from, int count) {
    int done = 0;
    int incarnation = incarnation(position);
    Segment segment = at(position);
    while (done < count && segment != null && segment.header().incarnation() == incarnation) {
      long next = position + done;
      int wanted = (int) Math.min(count - done, segment.header().end() - next);
      int length = window.read(segment.offset(next), target, from + done, wanted);
      done += length;
      if (length < wanted) {
        break;
      }
      segment = at(position + done);
    }
    return done;
  }

  /** Where a position is, for messages. */
  String describe(long position) {
    Segment segment = at(position);
    return where
        + (segment == null
            ? ", no segment"
            : ", segment "
                + segment.header().sequence()
                + ", offset "
                + segment.offset(position)
                + " of the file")
        + " (log position "
        + position
        + ")";
  }

  private CorruptionException corrupt(int slot, String found) {
    return new CorruptionException(
        where + ", slot " + slot + ": " + found + ", expected one of its own");
  }
}
