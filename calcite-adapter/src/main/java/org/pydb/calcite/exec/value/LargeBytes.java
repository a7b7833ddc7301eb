package org.pydb.calcite.exec.value;

import org.pydb.calcite.api.SqlError;
import org.pydb.engine.row.LargeSource;

/** Puts large values together in memory, for steps that compute with them. Stateless. */
public final class LargeBytes {

  /** So much of the heap one value may take. */
  private static final int HEAP_SHARE = 4;

  /** The longest array that all virtual machines make. */
  private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

  private LargeBytes() {}

  /**
   * All bytes of a value.
   *
   * @throws SqlError 54000 if they are too many
   */
  public static byte[] read(LargeSource value) {
    long most = Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, ARRAY_MAX);
    if (value.length() > most) {
      throw new SqlError(
          "54000",
          "a value of "
              + value.length()
              + " bytes is too large to be kept in memory, where it is computed with or given"
              + " whole: at most "
              + most
              + " bytes, a quarter of the heap. Read its column as a stream, in a query that has no"
              + " expressions, conditions or joins over it; or give the JVM more memory");
    }
    byte[] bytes = new byte[(int) value.length()];
    int read = value.read(0, bytes, 0, bytes.length);
    if (read != bytes.length) {
      throw new IllegalStateException(
          "a large value gave " + read + " of the " + bytes.length + " bytes that it has");
    }
    return bytes;
  }
}
