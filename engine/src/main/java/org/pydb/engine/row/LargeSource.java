package org.pydb.engine.row;

/**
 * The bytes of a value that need not be in memory at once. Implementations say whether several
 * threads may read.
 */
public interface LargeSource {

  /** How many bytes there are. */
  long length();

  /**
   * Reads some of the bytes.
   *
   * @param position the first of them, from 0
   * @param count how many are wanted
   * @return how many were read: {@code count}, or fewer at the end; 0 behind it
   */
  int read(long position, byte[] target, int from, int count);

  /** Bytes in memory, which must stay as they are. */
  static LargeSource of(byte[] bytes, int from, int length) {
    return new LargeSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public int read(long position, byte[] target, int at, int count) {
        int read = (int) Math.max(0, Math.min(count, length - position));
        System.arraycopy(bytes, (int) (from + Math.min(position, length)), target, at, read);
        return read;
      }
    };
  }
}
