package org.pydb.jdbc.lob;

import java.sql.SQLException;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Checks positions in large objects, which count from 1. Stateless. */
final class Positions {

  private Positions() {}

  /** The position counted from 0; it may be just behind the end, and the length not negative. */
  static int start(long position, long length, int size) throws SQLException {
    if (position < 1 || position > size + 1L || length < 0) {
      throw error(position, length, size);
    }
    return (int) (position - 1);
  }

  static void checkWithin(int start, long length, int size) throws SQLException {
    if (length > size - start) {
      throw error(start + 1L, length, size);
    }
  }

  /** Where what is written ends. */
  static int end(int start, int length) throws SQLException {
    if (length > Integer.MAX_VALUE - 8 - start) {
      throw SqlExceptions.of(
          SqlStates.TOO_LARGE, "an object of " + ((long) start + length) + " does not fit memory");
    }
    return start + length;
  }

  /** Nothing can be asked of an object that was freed. */
  static SQLException freed(String what) {
    return SqlExceptions.of(SqlStates.WRONG_STATE, "the " + what + " was freed");
  }

  private static SQLException error(long position, long length, int size) {
    return SqlExceptions.of(
        SqlStates.INVALID_ARGUMENT,
        "position " + position + ", length " + length + ": the object has a length of " + size);
  }
}
