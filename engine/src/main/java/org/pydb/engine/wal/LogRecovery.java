package org.pydb.engine.wal;

import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.MessageCipher;
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
 *   <li>the header that the last recovery opened is written once more; sync;
 *   <li>a header with a sequence and an incarnation above all in the file is put on a free slot,
 *       marked as not open; sync;
 *   <li>the frames of the tail, as a rule one, are copied there, under the numbers that they have;
 *       sync;
 *   <li>the header is opened: it says where the old part ends; sync.
 * </ol>
 *
 * Up to the last sync the open header is there or not. If it is, all that it leads to is durable.
 * If not, nothing of the old log has changed, and the next recovery begins again. What is copied
 * says of itself only what is true in either case: that the log is synced up to where its old part
 * was.
 *
 * <p>The first two steps are for those who begin again. The open header that they find may stand in
 * memory only, and what it makes dead is what must be there if it is lost; so nothing is written
 * over that before the header is durable. And their tail may be shorter: behind its copy, a frame
 * of an earlier copy must not come to life, so each attempt has an incarnation that no other had.
 */
final class LogRecovery {
  private final Vfs vfs;
  private final String name;
  private final VfsFile file;
  private final UUID databaseId;
  private final @Nullable MessageCipher cipher;
  private final Executor executor;

  private LogRecovery(
      Vfs vfs,
      String name,
      VfsFile file,
      UUID databaseId,
      @Nullable MessageCipher cipher,
      Executor executor) {
    this.vfs = vfs;
    this.name = name;
    this.file = file;
    this.databaseId = databaseId;
    this.cipher = cipher;
    this.executor = executor;
  }

  /** See {@link WriteAheadLog#recover}. */
  static WriteAheadLog run(
      Vfs vfs,
      String name,
      UUID databaseId,
      @Nullable MessageCipher cipher,
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
      recovered = new LogRecovery(vfs, name, file, databaseId, cipher, executor).run(from, visitor);
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
    writeAgain(map.firstOfNewestIncarnation());
    SegmentTable table = table(map, old.end().position());
    WriteAheadLog log =
        new WriteAheadLog(
            vfs,
            name,
            file,
            table,
            new LogIdentity(map.databaseId(), map.segmentSize(), map.incarnationMax() + 1),
            cipher,
            executor);
    LogPoint tail = old.tail();
    long previousEnd = map.previousEnd(tail.position());
    log.begin(
        map.last().header().sequence() + 1, tail.frame(), old.end().position() - tail.position());
    long start = log.endPosition();
    log.announce(old.synced());
    reader.read(
        tail, (position, number, kind, body, length) -> log.copy(kind, body, length, old.synced()));
    log.open(previousEnd);
    table.freeBetween(previousEnd, start);
    return log;
  }

  private void writeAgain(Segment segment) {
    byte[] header = new byte[SegmentHeader.SIZE];
    segment.header().put(header, 0);
    file.write((long) segment.slot() * segment.header().segmentSize(), header, 0, header.length);
    file.sync();
  }

  /**
   * The slots of the file. All that hold some of the log are used, until the owner releases it;
   * what lies behind its end, or where no way leads, is free. Slots behind the last segment may
   * never have been synced, so they are not counted, and will be filled again.
   */
  private static SegmentTable table(SegmentMap map, long end) {
    SegmentTable table = new SegmentTable();
    table.add(map.segments().stream().mapToInt(Segment::slot).max().orElseThrow() + 1);
    for (Segment segment : map.segments()) {
      SegmentHeader header = segment.header();
      boolean reachable = header.isOpen() && map.follow(header.start()) == header.start();
      if (reachable && header.start() <= end) {
        table.addUsed(segment.slot(), header.start(), header.end());
      }
    }
    return table;
  }

  private LogReader reader() {
    return new LogReader(file, vfs.describe(name), databaseId, cipher);
  }
}
