package org.pydb.engine.sort;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.spill.SpillStream;

/**
 * A run of entries on the disk: written once, in order, and read once. Not thread-safe.
 *
 * <pre>
 *   block    entry, entry …   of about 64 KB; a larger entry has one of its own
 *   entry    length of the key (4), length of the value (4), key, value
 * </pre>
 */
final class SpilledRun implements SortedEntries, AutoCloseable {
  private static final int BLOCK = 1 << 16;
  private static final int HEADER = 2 * Integer.BYTES;

  private final SpillStream stream;
  private final Runnable checkCanceled;
  private byte[] block = Bytes.EMPTY;
  private int nextBlock;
  private int end;
  private int at;
  private int next;

  SpilledRun(SpillStream stream, Runnable checkCanceled) {
    this.stream = stream;
    this.checkCanceled = checkCanceled;
  }

  // ------------------------------------------------------------------ writing

  /** Writes all entries. */
  void write(SortedEntries entries) {
    byte[] buffer = new byte[BLOCK];
    int length = 0;
    while (entries.next()) {
      int bytes = entries.keyTo() - entries.keyFrom() + entries.valueLength();
      if (length > 0 && length + HEADER + bytes > BLOCK) {
        append(buffer, length);
        length = 0;
      }
      if (HEADER + bytes > buffer.length) {
        buffer = Arrays.copyOf(buffer, HEADER + bytes);
      }
      Bytes.putInt(buffer, length, entries.keyTo() - entries.keyFrom());
      Bytes.putInt(buffer, length + Integer.BYTES, entries.valueLength());
      System.arraycopy(entries.bytes(), entries.keyFrom(), buffer, length + HEADER, bytes);
      length += HEADER + bytes;
    }
    append(buffer, length);
  }

  private void append(byte[] buffer, int length) {
    checkCanceled.run();
    stream.append(buffer, 0, length);
  }

  // ------------------------------------------------------------------ reading

  @Override
  public boolean next() {
    if (next == end) {
      if (nextBlock == stream.blockCount()) {
        block = Bytes.EMPTY;
        return false;
      }
      checkCanceled.run();
      end = stream.length(nextBlock);
      if (block.length < end) {
        block = new byte[Math.max(end, BLOCK)];
      }
      stream.read(nextBlock, block, 0);
      nextBlock++;
      next = 0;
    }
    at = next;
    next = keyTo() + valueLength();
    return true;
  }

  @Override
  public byte[] bytes() {
    return block;
  }

  @Override
  public int keyFrom() {
    return at + HEADER;
  }

  @Override
  public int keyTo() {
    return at + HEADER + Bytes.getInt(block, at);
  }

  @Override
  public int valueLength() {
    return Bytes.getInt(block, at + Integer.BYTES);
  }

  @Override
  public void close() {
    stream.close();
  }
}
