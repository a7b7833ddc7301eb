package org.pydb.jdbc.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LargeObject;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * The values of the row on which a result stands, as they travel; columns count from 0. Used by one
 * thread at a time.
 *
 * <p>If another thread closes the result meanwhile, a value cannot be read any more: that is an
 * error like any other.
 */
public final class RowValues {
  private final SqlResult rows;
  private final ResultColumns columns;
  private final SqlSession session;

  /** The most bytes of a text or bytea that getters give; 0 for no limit. */
  private int fieldSizeMax;

  /** Made when first needed: most values need none. */
  private @Nullable ValueText text;

  /**
   * The values of a result.
   *
   * @param session whose time zone holds
   */
  public RowValues(SqlResult rows, ResultColumns columns, SqlSession session) {
    this.rows = rows;
    this.columns = columns;
    this.session = session;
  }

  /** Whether these are the values of a result with these columns. */
  public boolean isOf(SqlResult result, ResultColumns itsColumns) {
    return rows == result && columns == itsColumns;
  }

  /** Serves another execution, which gives its rows through the same result. */
  public void startOver() {
    text = null; // The session's time zone may be another one.
  }

  /**
   * Cuts texts and bytes that are longer, where they are given as such.
   *
   * @param sizeMax the most bytes; 0 for no limit
   */
  public void limitFields(int sizeMax) {
    fieldSizeMax = sizeMax;
  }

  /** Cuts a text where it is too long, between two characters. */
  String cut(String value) {
    if (fieldSizeMax == 0) {
      return value;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(bytes.length, fieldSizeMax);
    while (end > 0 && end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** Cuts bytes that are too many. */
  byte[] cut(byte[] value) {
    return fieldSizeMax == 0 || value.length <= fieldSizeMax
        ? value
        : Arrays.copyOf(value, fieldSizeMax);
  }

  /** Whether the value is NULL. The other getters are for values that are not. */
  public boolean isNull(int column) throws SQLException {
    try {
      return rows.isNull(column);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  ColumnType type(int column) {
    return columns.type(column);
  }

  /** The value of a column whose type is long. */
  long word(int column) throws SQLException {
    try {
      return rows.getLong(column);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The value of a column whose type is double. */
  double number(int column) throws SQLException {
    try {
      return rows.getDouble(column);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The value of a column whose type is a decimal, however it travels. */
  BigDecimal decimal(int column) throws SQLException {
    ColumnType type = columns.type(column);
    if (type.isLong()) {
      return BigDecimal.valueOf(word(column), type.scale());
    }
    try {
      BigDecimal value = rows.getDecimal(column);
      assert value != null : "NULL was asked for before";
      return value;
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The value of a column whose type is bytes, and which is text: as it is stored. */
  String string(int column) throws SQLException {
    try {
      return new String(
          rows.bytes(column),
          rows.bytesStart(column),
          rows.bytesLength(column),
          StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** A copy of the value of a column whose type is bytes. */
  byte[] bytes(int column) throws SQLException {
    try {
      int start = rows.bytesStart(column);
      return Arrays.copyOfRange(rows.bytes(column), start, start + rows.bytesLength(column));
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** A value whose type is bytes, to be read in pieces; null if it is in the row. Close it. */
  @Nullable LargeObject large(int column) throws SQLException {
    try {
      return rows.large(column);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** Prints a value whose type is bytes. */
  String print(int column) throws SQLException {
    try {
      return text()
          .print(
              type(column), rows.bytes(column), rows.bytesStart(column), rows.bytesLength(column));
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The elements of a column that is an array, as rows. */
  SqlResult elements(int column) throws SQLException {
    try {
      return text().elements(type(column), bytes(column), 0);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The values of another result in the same session. */
  public RowValues over(SqlResult result, ResultColumns itsColumns) {
    return new RowValues(result, itsColumns, session);
  }

  /** The name of a column's type. */
  String typeName(int column) {
    return columns.list().get(column).typeName();
  }

  /** The printer and parser of values. */
  ValueText text() {
    ValueText known = text;
    if (known == null) {
      known = session.text();
      text = known;
    }
    return known;
  }

  /** The column, for messages. */
  String name(int column) {
    return "column " + (column + 1) + " (" + columns.label(column) + ")";
  }

  /** The type does not go with what was asked for. */
  SQLException cannotConvert(int column, String wanted) {
    return SqlExceptions.of(
        SqlStates.CANNOT_CONVERT,
        name(column)
            + " is of type "
            + columns.list().get(column).typeName()
            + ", which cannot be had as "
            + wanted);
  }

  /** The value does not go with what was asked for. */
  SQLException outOfRange(int column, Object value, String wanted) {
    return SqlExceptions.of(
        SqlStates.OUT_OF_RANGE, name(column) + ": " + value + " is out of range for " + wanted);
  }

  /** What a parser of values threw, with the column's name. */
  SQLException unparsable(int column, RuntimeException failure) {
    SQLException error = SqlExceptions.of(failure);
    return SqlExceptions.of(error.getSQLState(), name(column) + ": " + error.getMessage(), failure);
  }

  private SQLException unreadable(RuntimeException failure) {
    return rows.isClosed()
        ? SqlExceptions.of(
            SqlStates.NOT_ON_A_ROW, "the result set was closed while it was read", failure)
        : SqlExceptions.of(failure);
  }
}
