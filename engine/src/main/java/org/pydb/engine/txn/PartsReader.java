package org.pydb.engine.txn;

import java.util.function.Supplier;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.wal.FrameVisitor;
import org.pydb.engine.wal.LogReader;

/**
 * Reads the redo of one large transaction from the log, part by part: what {@link RedoParts} wrote.
 * Used once.
 */
public final class PartsReader implements FrameVisitor {
  private final long origin;
  private final String logName;
  private final Redo.Target target;

  /** The beginning of a record that goes on in the next part. */
  private final ByteBuilder rest = new ByteBuilder(0);

  private long count;
  private long bytes;

  private PartsReader(long origin, String logName, Redo.Target target) {
    this.origin = origin;
    this.logName = logName;
    this.target = target;
  }

  /**
   * Does what the parts say that a batch names.
   *
   * @param log opens the log once more
   * @param logName where it is, for messages
   * @param origin of the parts
   * @param count how many there must be
   * @param before where the frame of the batch begins
   * @return the bytes of redo
   * @throws CorruptionException if they are not all there
   */
  public static long read(
      Supplier<LogReader> log,
      String logName,
      long origin,
      long count,
      long before,
      Redo.Target target) {
    PartsReader parts = new PartsReader(origin, logName, target);
    try (LogReader reader = log.get()) {
      reader.readAgain(origin, before, parts);
    }
    if (parts.count != count || parts.rest.length() > 0) {
      throw new CorruptionException(
          logName
              + ", position "
              + before
              + ": found a batch of "
              + count
              + " parts from position "
              + origin
              + " on, but there are "
              + parts.count);
    }
    return parts.bytes;
  }

  @Override
  public void frame(long position, long number, int kind, byte[] body, int length) {
    if (kind != Redo.PART_FRAME || Redo.partOrigin(body) != origin) {
      return;
    }
    count++;
    bytes += length;
    rest.put(body, Redo.PART_HEADER, length - Redo.PART_HEADER);
    String where = logName + ", position " + position;
    int end = Redo.read(rest.array(), 0, rest.length(), where, target);
    int left = rest.length() - end;
    System.arraycopy(rest.array(), end, rest.array(), 0, left);
    rest.truncate(left);
  }
}
