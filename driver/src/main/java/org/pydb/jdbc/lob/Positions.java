package org.pydb.jdbc.lob;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Checks positions in large objects, which count from 1. Stateless. */
final class Positions {

  private Positions() {}

  /** The position counted from 0; it may be just behind the end, and the length not negative. */
  static long start(long position, long length, long size) throws SQLException {
    if (position < 1 || position > size + 1L || length < 0) {
      throw error(position, length, size);
    }
    return position - 1;
  }

  static void checkWithin(long start, long length, long size) throws SQLException {
    if (length > size - start) {
      throw error(start + 1, length, size);
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

  /** What is stored stays as it is. */
  static SQLException unchangeable() {
    return new SQLFeatureNotSupportedException(
        "a large value in the database is not changed in place: update its row",
        SqlStates.NOT_SUPPORTED);
  }

  /** Nothing can be asked of an object that was freed. */
  static SQLException freed(String what) {
    return SqlExceptions.of(SqlStates.WRONG_STATE, "the " + what + " was freed");
  }

  private static SQLException error(long position, long length, long size) {
    return SqlExceptions.of(
        SqlStates.INVALID_ARGUMENT,
        "position " + position + ", length " + length + ": the object has a length of " + size);
  }
}
