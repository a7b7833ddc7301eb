package org.pydb.engine.wal;

import java.util.UUID;
import java.util.concurrent.Executor;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Makes what a crash left of a log a log that goes on. Used once.
 *
 * <h2>The tail is written anew</h2>
 *
 * Frames behind the highest position that is known to be synced may stand in the system's memory
 * only. Who reads one now and acts on it would be wrong if the power failed before it was written.
 * And behind the last valid frame there may be frames that do not follow it, because one in between
 * is missing; a new frame of the same length in that gap would bring them back to life. So before
 * anybody sees a frame:
 *
 * <ol>
 *   <li>the frames of the tail, as a rule one, are copied to a free slot, with the numbers that
 *       they have, under an incarnation of their own; sync;
 *   <li>the header is written, which says where the old part ends; sync.
 * </ol>
 *
 * Up to the second sync the header is there or not: if not, nothing of the old log has changed, the
 * slot holds noise, and the next recovery does the same; if it is, all that it leads to is durable.
 * What is copied says of itself only what is true in either case: that the log is synced up to
 * where its old part was.
 */
final class LogRecovery {
  private final Vfs vfs;
  private final String name;
  private final VfsFile file;
  private final UUID databaseId;
  private final Executor executor;

  private LogRecovery(Vfs vfs, String name, VfsFile file, UUID databaseId, Executor executor) {
    this.vfs = vfs;
    this.name = name;
    this.file = file;
    this.databaseId = databaseId;
    this.executor = executor;
  }

  /** See {@link WriteAheadLog#recover}. */
  static WriteAheadLog run(
      Vfs vfs,
      String name,
      UUID databaseId,
      LogPoint from,
      Executor executor,
      FrameVisitor visitor) {
    if (LogReader.presence(vfs, name) != LogPresence.PRESENT) {
      throw new CorruptionException(
          vfs.describe(name)
              + ": is missing or empty, expected the log from frame "
              + from.frame()
              + " on. Without it the last commits are lost: put it back, or restore a backup.");
    }
    VfsFile file = vfs.open(name, Vfs.OpenMode.READ_WRITE);
    WriteAheadLog recovered = null;
    try {
      recovered = new LogRecovery(vfs, name, file, databaseId, executor).run(from, visitor);
      return recovered;
    } finally {
      if (recovered == null) {
        file.close();
      }
    }
  }

  private WriteAheadLog run(LogPoint from, FrameVisitor visitor) {
    LogReader reader = reader();
    LogEnd old = reader.read(from, (position, number, kind, body, length) -> {});
    WriteAheadLog log = goOn(reader, old);
    LogPoint end = reader().read(from, visitor).end();
    if (!end.equals(log.end())) {
      throw new CorruptionException(
          vfs.describe(name) + ": ends at " + end + " after recovery, expected " + log.end());
    }
    return log;
  }

  /** Makes a log that begins with a copy of the old one's tail. */
  private WriteAheadLog goOn(LogReader reader, LogEnd old) {
    SegmentMap map = reader.map();
    WriteAheadLog log =
        new WriteAheadLog(
            vfs,
            name,
            file,
            table(map, old.end().position()),
            new LogIdentity(map.databaseId(), map.segmentSize(), map.incarnationMax() + 1),
            executor);
    LogPoint tail = old.tail();
    log.begin(
        map.last().header().sequence() + 1, tail.frame(), old.end().position() - tail.position());
    reader.read(
        tail, (position, number, kind, body, length) -> log.copy(kind, body, length, old.synced()));
    log.open(map.previousEnd(tail.position()));
    return log;
  }

  /**
   * The slots of the file. All that hold some of the log stay used until the owner releases them;
   * what lies behind its end is free. Slots behind the last segment may never have been synced, so
   * they are not counted, and will be filled again.
   */
  private static SegmentTable table(SegmentMap map, long end) {
    SegmentTable table = new SegmentTable();
    table.add(map.segments().stream().mapToInt(Segment::slot).max().orElseThrow() + 1);
    for (Segment segment : map.segments()) {
      if (segment.header().start() < end) {
        table.addUsed(segment.slot(), segment.header().end());
      }
    }
    return table;
  }

  private LogReader reader() {
    return new LogReader(file, vfs.describe(name), databaseId);
  }
}
