package org.pydb.calcite.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.Cleaner;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.spill.SpillStream;

/**
 * A value on its way to a statement, in the temporary file of the database: bytes are appended,
 * then it is bound to a parameter. Its room is free again when it is closed or forgotten.
 * Thread-safe.
 */
public final class LargeSpool implements LargeSource, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int BLOCK = 1 << 16;
  private static final int NONE = -1;

  @GuardedBy("this")
  private final SpillStream stream;

  private final Cleaner.Cleanable room;

  /** The last bytes, which are not yet written; later a block that was read. */
  @GuardedBy("this")
  private final byte[] block = new byte[BLOCK];

  /** How many bytes were appended and are not yet written. */
  @GuardedBy("this")
  private int pending;

  /** The number of the block that was read last. */
  @GuardedBy("this")
  private int current = NONE;

  /** An empty value in a stream that is not used otherwise. */
  public LargeSpool(SpillStream stream) {
    this.stream = stream;
    room = CLEANER.register(this, stream::close);
  }

  /**
   * Appends bytes. Not to be called once something was read.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room
   */
  public synchronized void append(byte[] bytes, int from, int count) {
    int done = 0;
    while (done < count) {
      int copied = Math.min(count - done, BLOCK - pending);
      System.arraycopy(bytes, from + done, block, pending, copied);
      pending += copied;
      done += copied;
      if (pending == BLOCK) {
        writeBlock();
      }
    }
  }

  @GuardedBy("this")
  private void writeBlock() {
    stream.append(block, 0, pending);
    pending = 0;
  }

  @Override
  public synchronized long length() {
    return stream.byteCount() + pending;
  }

  @Override
  public synchronized int read(long position, byte[] target, int from, int count) {
    if (pending > 0) {
      writeBlock();
    }
    int wanted = (int) Math.max(0, Math.min(count, length() - position));
    int done = 0;
    while (done < wanted) {
      long at = position + done;
      int number = (int) (at / BLOCK);
      if (number != current) {
        current = NONE;
        stream.read(number, block, 0);
        current = number;
      }
      int start = (int) (at % BLOCK);
      int copied = Math.min(wanted - done, stream.length(number) - start);
      System.arraycopy(block, start, target, from + done, copied);
      done += copied;
    }
    return wanted;
  }

  @Override
  public void close() {
    room.clean();
  }
}
