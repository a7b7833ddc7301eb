package org.pydb.engine.wal;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * The log of a database: an endless stream of frames, of which a file keeps the part that somebody
 * still needs.
 *
 * <h2>Positions and segments</h2>
 *
 * A <em>position</em> is an offset in the stream. Positions and frame numbers only grow, over
 * checkpoints, crashes and clean closes, for the life of the database. The stream lies in segments
 * of equal size: the one with sequence <i>s</i> holds the positions from <i>s × payload</i> on. A
 * frame may cross from one into the next. Which slot of the file a segment has is a matter of which
 * one was free.
 *
 * <pre>
 *   stream    │ 4 ........│ 5 ........│ 6 ....    │
 *                   ▲ released             ▲ end
 *   file      │ 6 ....    │ 5 ........│ 4 ........│ (free)    │
 *               slot 0      slot 1      slot 2      slot 3
 * </pre>
 *
 * <h2>What a commit costs</h2>
 *
 * One write and one sync. Slots are filled with zeros and synced ahead of need, in the background,
 * so neither changes the file's size or blocks; a segment's header goes out with the first frame
 * that enters it. A full disk shows in {@link #reserve}, before anything is written.
 *
 * <h2>Threads</h2>
 *
 * {@link #reserve} and {@link #append} are for one thread at a time, their callers see to that.
 * Everything else is thread-safe: while one thread syncs, another appends.
 *
 * <h2>Failure</h2>
 *
 * After a failed write or sync the log refuses everything with a {@link
 * org.pydb.engine.error.DatabaseFailedException}. What of it the disk has, the next recovery will
 * show. How it tells the end of the log from damage: see {@link LogReader}. How the log goes on
 * behind a torn end: see {@link LogRecovery}.
 */
public final class WriteAheadLog implements AutoCloseable {

  /** The segment size unless there is a reason for another one. */
  public static final int SEGMENT_SIZE = 1 << 20;

  /** The most bytes that a frame's body may have. */
  public static final int FRAME_BODY_MAX = 64 << 20;

  /** The most bytes that wait for a sync, unless one frame has more. */
  static final int UNSYNCED_MAX = 1 << 20;

  /** The most bytes that a recovery has to copy, if frames are no longer than a segment. */
  private static final long TAIL_MAX = 2 * UNSYNCED_MAX;

  private static final int KIND_MAX = 255;

  private final Vfs vfs;
  private final String name;
  private final VfsFile file;
  private final int segmentSize;
  private final @Nullable MessageCipher cipher;
  private final LogState state;
  private final SegmentTable table;
  private final LogWriter writer;
  private final LogSync sync;
  private final LateSync lateSync;
  private final SegmentSupply supply;

  // Of the thread that appends.

  /** How many slots were to be kept free when that was last asked for. */
  private int kept;

  private volatile long nextFrame;

  /** The end of the segment during which a spare slot was last ordered. */
  private long spareOrderedFor;

  WriteAheadLog(
      Vfs vfs,
      String name,
      VfsFile file,
      SegmentTable table,
      LogIdentity identity,
      @Nullable MessageCipher cipher,
      Executor executor) {
    this.vfs = vfs;
    this.name = name;
    this.file = file;
    this.table = table;
    this.segmentSize = identity.segmentSize();
    this.cipher = cipher;
    this.state = new LogState(vfs.describe(name));
    this.writer = new LogWriter(file, table, identity, cipher);
    this.sync = new LogSync(file, state, writer::end);
    this.lateSync = new LateSync(sync, executor);
    this.supply = new SegmentSupply(file, segmentSize, table, sync, state, executor);
  }

  /** Makes a log without frames that is not encrypted. */
  public static WriteAheadLog create(
      Vfs vfs, String name, UUID databaseId, int segmentSize, LogPoint from, Executor executor) {
    return create(vfs, name, databaseId, null, segmentSize, from, executor);
  }

  /**
   * Makes a log without frames. It is durable when this returns.
   *
   * @param name the file's name; there must be no log of that name
   * @param cipher seals the frames of an encrypted database, or null
   * @param segmentSize bytes of a segment, a multiple of 512; the file keeps it
   * @param from where the log begins: {@link LogPoint#ORIGIN}, or where the log before it ended
   * @param executor runs the growth of the file, off the way of those who commit
   */
  public static WriteAheadLog create(
      Vfs vfs,
      String name,
      UUID databaseId,
      @Nullable MessageCipher cipher,
      int segmentSize,
      LogPoint from,
      Executor executor) {
    if (!SegmentHeader.isSegmentSize(segmentSize)) {
      throw new IllegalArgumentException("not a segment size: " + segmentSize);
    }
    if (LogReader.presence(vfs, name) == LogPresence.PRESENT) {
      throw new StorageException(
          vfs.describe(name)
              + ": stands where a new log is to be made. It was left untouched; if it belongs to"
              + " no database, move it away.");
    }
    VfsFile file = vfs.open(name, Vfs.OpenMode.CREATE);
    WriteAheadLog created = null;
    try {
      WriteAheadLog log =
          new WriteAheadLog(
              vfs,
              name,
              file,
              new SegmentTable(),
              new LogIdentity(databaseId, segmentSize, 1),
              cipher,
              executor);
      int payloadSize = SegmentHeader.payloadSize(segmentSize);
      log.begin((from.position() + payloadSize - 1) / payloadSize, from.frame(), 0);
      log.open(from.position());
      vfs.syncNames();
      created = log;
      return log;
    } finally {
      if (created == null) {
        file.close();
      }
    }
  }

  /**
   * Opens the log that a crash, or {@link #close}, left. Nothing is changed if this throws, but for
   * free room at the end of the file.
   *
   * @param from the point from which the owner needs the log; it was synced up to there
   * @param executor runs the growth of the file, off the way of those who commit
   * @param visitor is shown all frames from there on; they are durable by then
   * @throws org.pydb.engine.error.CorruptionException if the log is missing, blank, or damaged
   *     where it was synced
   * @throws org.pydb.engine.error.NotADatabaseException if it is no log, or another database's
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version wrote it
   * @throws org.pydb.engine.error.FormatTooOldException if an older version wrote it
   * @throws org.pydb.engine.error.DiskFullException if there is no room for the tail's copy
   */
  public static WriteAheadLog recover(
      Vfs vfs,
      String name,
      UUID databaseId,
      @Nullable MessageCipher cipher,
      LogPoint from,
      Executor executor,
      FrameVisitor visitor) {
    return LogRecovery.run(vfs, name, databaseId, cipher, from, executor, visitor);
  }

  /** Does the same for a log that is not encrypted. */
  public static WriteAheadLog recover(
      Vfs vfs,
      String name,
      UUID databaseId,
      LogPoint from,
      Executor executor,
      FrameVisitor visitor) {
    return recover(vfs, name, databaseId, null, from, executor, visitor);
  }

  /** How much of the log a frame takes, for {@link #reserve}. */
  public long frameSize(int bodyLength) {
    return FrameLayout.size(FrameLayout.sealedLength(bodyLength, cipher));
  }

  /**
   * Makes sure that so many bytes of frames find room: that the next appends, up to that sum, will
   * not meet a full disk.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public void reserve(long bytes) {
    state.check();
    int slots = writer.slotsFor(bytes);
    if (slots > 0) {
      supply.ensure(slots);
    }
  }

  /**
   * Makes sure of more: that a recovery finds room for copies of those frames, and that some slots
   * are left besides.
   *
   * @param left how many
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public void reserve(long bytes, int left) {
    state.check();
    long tail = Math.min(sync.unsynced() + bytes, TAIL_MAX);
    int payloadSize = SegmentHeader.payloadSize(segmentSize);
    kept = left + (int) ((tail + payloadSize - 1) / payloadSize);
    supply.ensure(writer.slotsFor(bytes) + kept);
  }

  /** Has so many slots made in the background, if there are fewer. */
  public void prepare(int slots) {
    supply.orderSpare(slots);
  }

  /**
   * Appends a frame. It is durable after the next {@link #sync}.
   *
   * @param kind what the body is, to its owner: 0 to 255
   * @return the position behind the frame
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   * @throws LimitException if the body is too long; nothing has happened
   */
  public long append(int kind, byte[] body, int from, int length) {
    Objects.checkFromIndexSize(from, length, body.length);
    if (length > FRAME_BODY_MAX) {
      throw new LimitException(
          "a log frame of " + length + " bytes, the most is " + FRAME_BODY_MAX);
    }
    if (kind < 0 || kind > KIND_MAX) {
      throw new IllegalArgumentException("not a kind of frame: " + kind);
    }
    int size = Math.toIntExact(frameSize(length));
    syncTail(size);
    reserve(size);
    write(kind, body, from, length, sync.position());
    orderSpare();
    return writer.end();
  }

  /** Makes durable all that was appended before the call. */
  public void sync() {
    sync.sync();
  }

  /**
   * Makes all that was appended before the call durable some time later: {@link
   * LateSync#PAUSE_MILLIS} and the time that two syncs take at most.
   */
  public void syncSoon() {
    lateSync.order();
  }

  /** The position up to which the log is durable. */
  public long syncedPosition() {
    return sync.position();
  }

  /** The position behind the last frame. */
  public long endPosition() {
    return writer.end();
  }

  /** The number that the next frame will have. */
  public long nextFrame() {
    return nextFrame;
  }

  /** The place behind the last frame. Nobody may append meanwhile. */
  public LogPoint end() {
    return new LogPoint(writer.end(), nextFrame);
  }

  /** Says that the owner needs the log from {@code position} on only. */
  public void releaseBefore(long position) {
    table.release(position);
  }

  /**
   * Keeps the log from a position on until the hold is closed.
   *
   * @throws IllegalArgumentException if it has been released
   */
  public LogHold hold(long position) {
    return table.hold(position);
  }

  /** How many bytes of the file are needed by somebody, in whole segments. */
  public long bytesInUse() {
    return (long) table.usedCount() * segmentSize;
  }

  /** Closes the file. What was appended and not synced may or may not be found by recovery. */
  @Override
  public void close() {
    state.close();
    supply.whileStill(() -> sync.whileStill(file::close));
  }

  /**
   * Closes the log and removes its file. Its owner has all that was in it elsewhere, durably, and
   * will {@linkplain #create make} the next log from this one's {@link #end}. There must be no
   * holds.
   */
  public void closeClean() {
    try {
      state.check();
    } catch (DatabaseFailedException e) {
      close(); // The file stays, for whoever opens the database to judge.
      throw e;
    }
    if (table.holdCount() > 0) {
      throw new IllegalStateException(table.holdCount() + " holds on the log are still open");
    }
    close();
    vfs.delete(name);
    vfs.syncNames();
  }

  /**
   * Enters the first segment, which becomes the log by {@link #open}.
   *
   * @param frame the number of the next frame
   * @param bytes how many bytes of frames will be copied until then
   */
  void begin(long sequence, long frame, long bytes) {
    supply.ensure(Math.max(1, writer.slotsFor(bytes)));
    nextFrame = frame;
    writer.begin(sequence);
  }

  /**
   * Puts down, durably, that sequence and incarnation of the first segment are taken. This and what
   * is copied says that the log is synced up to {@code synced}, which must be true even if the log
   * is never opened.
   */
  void announce(long synced) {
    writer.putFirstHeader(SegmentHeader.NOT_OPEN, synced);
    sync.syncAll();
  }

  /** Appends a frame before {@link #open}. */
  void copy(int kind, byte[] body, int length, long synced) {
    write(kind, body, 0, length, synced);
  }

  /** Makes all that was copied a part of the log, behind {@code previousEnd}. */
  void open(long previousEnd) {
    sync.syncAll();
    writer.putFirstHeader(previousEnd, writer.end());
    sync.syncAll();
  }

  /** Keeps short what a recovery would have to copy, and so have room for. */
  private void syncTail(int more) {
    if (sync.unsynced() > 0 && sync.unsynced() + more > UNSYNCED_MAX) {
      sync.sync();
    }
  }

  private void write(int kind, byte[] body, int from, int length, long synced) {
    long number = nextFrame;
    try {
      writer.append(number, kind, body, from, length, synced);
    } catch (RuntimeException | Error e) {
      throw state.fail(e);
    }
    nextFrame = number + 1;
  }

  /** Orders the next slot when half of this segment is full, once for each segment. */
  private void orderSpare() {
    long segmentEnd = writer.segmentEnd();
    if (segmentEnd != spareOrderedFor && segmentEnd - writer.end() < segmentSize / 2) {
      spareOrderedFor = segmentEnd;
      supply.orderSpare(1 + kept);
    }
  }
}
