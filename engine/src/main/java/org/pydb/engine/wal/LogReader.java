package org.pydb.engine.wal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Reads a log from its file, without changing it. Not thread-safe; nobody may write the log
 * meanwhile.
 *
 * <h2>End or damage?</h2>
 *
 * A crash leaves behind the last synced frame whatever it likes: parts of frames, in any order. So
 * at some place <i>P</i> there is no valid frame with the next number, and the log ends there. But
 * the same is to be seen if the disk has lost or changed what stood at <i>P</i>, and then it would
 * be wrong to open the database without it. The two are told apart by what is known to have been
 * synced: every frame and every segment header says up to which position the log was synced when it
 * was written. If any of them, anywhere in the file, names a position above <i>P</i>, there was a
 * frame at <i>P</i> that a crash cannot have taken: the file is damaged. A frame that says so is
 * looked for at every place where one could begin, since the way there is broken.
 *
 * <p>A file that was cut off shows by the count of segments in the frames: even in a frame of which
 * only the head is left.
 *
 * <p>A frame of an encrypted log that is whole by its checksum, but not by its seal, no crash has
 * made: it is damage, wherever it stands.
 *
 * <p>What all that cannot tell: the last frame that was synced is not known to be, since nothing
 * was written after its sync. If it is damaged, the log ends before it. So it does if everything is
 * gone that could tell: the first sector of the last segment, or all the segments whose making no
 * frame in the others has seen.
 */
public final class LogReader implements AutoCloseable {
  private final VfsFile file;
  private final SegmentMap map;
  private final FrameReader frames;

  LogReader(VfsFile file, String where, @Nullable UUID databaseId, @Nullable MessageCipher cipher) {
    this.file = file;
    this.map = SegmentMap.read(file, where, databaseId);
    this.frames = new FrameReader(map, cipher);
  }

  /** Opens a log of any database that is not encrypted. */
  public static LogReader open(Vfs vfs, String name) {
    return open(vfs, name, null);
  }

  /**
   * Opens a log of any database.
   *
   * @param cipher opens the frames of an encrypted one, or null
   * @throws CorruptionException if the head of a segment is damaged, or the file was cut off
   * @throws org.pydb.engine.error.NotADatabaseException if it is not a log
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version wrote it
   */
  public static LogReader open(Vfs vfs, String name, @Nullable MessageCipher cipher) {
    VfsFile file = vfs.open(name, Vfs.OpenMode.READ);
    LogReader reader = null;
    try {
      reader = new LogReader(file, vfs.describe(name), null, cipher);
      return reader;
    } finally {
      if (reader == null) {
        file.close();
      }
    }
  }

  /** What stands under a name. */
  public static LogPresence presence(Vfs vfs, String name) {
    if (!vfs.exists(name)) {
      return LogPresence.MISSING;
    }
    try (VfsFile file = vfs.open(name, Vfs.OpenMode.READ)) {
      byte[] bytes = new byte[64 * 1024];
      long position = 0;
      int length;
      while ((length = file.read(position, bytes, 0, bytes.length)) > 0) {
        if (!Bytes.isZero(bytes, 0, length)) {
          return LogPresence.PRESENT;
        }
        position += length;
      }
      return LogPresence.BLANK;
    }
  }

  /** The id of the database to which the log belongs. */
  public UUID databaseId() {
    return map.databaseId();
  }

  /** The segments in the order of the log, those that no way leads to included. */
  public List<Segment> segments() {
    return List.copyOf(map.segments());
  }

  /**
   * Reads the log from a point up to its end.
   *
   * @param from a point up to which the log was synced: where a checkpoint, or the log, begins
   * @throws CorruptionException if a part of the log that was synced is damaged or missing
   */
  public LogEnd read(LogPoint from, FrameVisitor visitor) {
    Deque<LogPoint> unsynced = new ArrayDeque<>();
    long synced = Math.max(from.position(), map.syncedMax());
    long position = start(from);
    long number = from.frame();
    while (frames.read(position)) {
      checkFrame(position, number);
      synced = Math.max(synced, frames.synced());
      while (!unsynced.isEmpty() && unsynced.getFirst().position() < synced) {
        unsynced.removeFirst();
      }
      if (position >= synced) {
        unsynced.addLast(new LogPoint(position, number));
      }
      show(position, visitor);
      number++;
      position = map.follow(frames.end());
    }
    LogPoint end = new LogPoint(position, number);
    checkEnd(end, synced);
    return new LogEnd(end, unsynced.isEmpty() ? end : unsynced.getFirst(), synced);
  }

  /**
   * Shows the frames between two positions again, of a log that was read before.
   *
   * @param from where a frame begins, or began before a recovery wrote it anew
   */
  public void readAgain(long from, long to, FrameVisitor visitor) {
    long position = map.follow(from);
    while (position < to && frames.read(position)) {
      show(position, visitor);
      position = map.follow(frames.end());
    }
  }

  private void show(long position, FrameVisitor visitor) {
    if (!frames.open()) {
      throw new CorruptionException(
          map.describe(position)
              + ": frame "
              + frames.number()
              + " fails authentication, expected one that was encrypted with this database's key"
              + " for this place: it was changed, or is another log's");
    }
    visitor.frame(position, frames.number(), frames.kind(), frames.body(), frames.bodyLength());
  }

  /** The map of the file. */
  SegmentMap map() {
    return map;
  }

  @Override
  public void close() {
    file.close();
  }

  private long start(LogPoint from) {
    long start = map.follow(from.position());
    if (start > map.last().header().end()) {
      throw new CorruptionException(
          map.describe(from.position())
              + ": the log ends before, at "
              + map.last().header().end()
              + " or earlier, expected frame "
              + from.frame()
              + "; is this an old copy of the log?");
    }
    return start;
  }

  private void checkFrame(long position, long number) {
    if (frames.number() != number) {
      throw new CorruptionException(
          map.describe(position) + ": has frame " + frames.number() + ", expected " + number);
    }
    map.checkSlots(frames.segments(), "frame " + number + " counts more");
  }

  /** Throws if anything in the file proves that there was a frame at what looks like the end. */
  private void checkEnd(LogPoint end, long synced) {
    if (synced > end.position()) {
      throw damaged(end, "the log had been synced up to position " + synced);
    }
    if (frames.readHead(end.position()) && frames.number() == end.frame()) {
      map.checkSlots(frames.segments(), "what is left of frame " + end.frame() + " counts more");
    }
    for (Segment segment : map.segments()) {
      long behind = (end.position() / FrameLayout.ALIGNMENT + 1) * FrameLayout.ALIGNMENT;
      long from = Math.max(segment.header().start(), behind);
      for (long at = from; at < segment.header().end(); at += FrameLayout.ALIGNMENT) {
        if (frames.readHead(at)
            && frames.synced() > end.position()
            && frames.number() > end.frame()
            && frames.readBody()) {
          throw damaged(
              end,
              "frame "
                  + frames.number()
                  + " at offset "
                  + segment.offset(at)
                  + " shows that the log had been synced up to position "
                  + frames.synced());
        }
      }
    }
  }

  private CorruptionException damaged(LogPoint end, String evidence) {
    return new CorruptionException(
        map.describe(end.position())
            + ": damaged, expected frame "
            + end.frame()
            + "; "
            + evidence
            + ". The log was left untouched; restore a backup.");
  }
}
