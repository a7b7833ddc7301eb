package org.pydb.jdbc.result;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.value.BinaryValues;
import org.pydb.jdbc.value.NumberValues;
import org.pydb.jdbc.value.ObjectValues;
import org.pydb.jdbc.value.PydbArray;
import org.pydb.jdbc.value.RowValues;
import org.pydb.jdbc.value.TextValues;
import org.pydb.jdbc.value.TimeValues;

/** Values by position, counted from 1: NULL is told apart here, the rest is conversion. */
abstract class ColumnResultSet extends LabelledResultSet {
  private RowValues values;

  ColumnResultSet(RowValues values) {
    this.values = values;
  }

  final RowValues values() {
    return values;
  }

  /** Has getters read other values, of the same columns. */
  final void readFrom(RowValues others) {
    values = others;
  }

  /** A value that is an array reads result sets of its elements in the session of the rows. */
  private <T> T withRows(T value) {
    if (value instanceof PydbArray array) {
      array.readBy(arrayRows());
    }
    return value;
  }

  /** What makes result sets of arrays. */
  abstract ArrayRows arrayRows();

  /**
   * Begins to read a value: checks that there is one, and remembers whether it is NULL.
   *
   * @param column counted from 1
   * @return the column counted from 0, or -1 if the value is NULL
   */
  abstract int read(int column) throws SQLException;

  // ------------------------------------------------------------------ numbers

  @Override
  public final boolean getBoolean(int column) throws SQLException {
    int at = read(column);
    return at >= 0 && NumberValues.toBoolean(values, at);
  }

  @Override
  public final byte getByte(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toByte(values, at);
  }

  @Override
  public final short getShort(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toShort(values, at);
  }

  @Override
  public final int getInt(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toInt(values, at);
  }

  @Override
  public final long getLong(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toLong(values, at);
  }

  @Override
  public final float getFloat(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toFloat(values, at);
  }

  @Override
  public final double getDouble(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? 0 : NumberValues.toDouble(values, at);
  }

  @Override
  public final @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : NumberValues.toBigDecimal(values, at);
  }

  @Override
  @Deprecated
  public final @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  // ------------------------------------------------------------------ text and bytes

  @Override
  public final @Nullable String getString(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : TextValues.toText(values, at);
  }

  @Override
  public final @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public final byte @Nullable [] getBytes(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : BinaryValues.toBytes(values, at);
  }

  @Override
  public final @Nullable InputStream getBinaryStream(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toStream(values, at);
  }

  @Override
  public final @Nullable InputStream getAsciiStream(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toAsciiStream(values, at);
  }

  @Override
  @Deprecated
  public final @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toUtf8Stream(values, at);
  }

  @Override
  public final @Nullable Reader getCharacterStream(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toReader(values, at);
  }

  @Override
  public final @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public final @Nullable Blob getBlob(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toBlob(values, at);
  }

  @Override
  public final @Nullable Clob getClob(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toClob(values, at);
  }

  // ------------------------------------------------------------------ dates and times

  @Override
  public final @Nullable Date getDate(int column) throws SQLException {
    return getDate(column, null);
  }

  @Override
  public final @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    int at = read(column);
    return at < 0 ? null : TimeValues.toDate(values, at, calendar);
  }

  @Override
  public final @Nullable Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public final @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    int at = read(column);
    return at < 0 ? null : TimeValues.toTime(values, at, calendar);
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    int at = read(column);
    return at < 0 ? null : TimeValues.toTimestamp(values, at, calendar);
  }

  // ------------------------------------------------------------------ objects

  @Override
  public final @Nullable Object getObject(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : withRows(ObjectValues.toObject(values, at));
  }

  @Override
  public final @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    if (map != null && !map.isEmpty()) {
      throw SqlExceptions.notSupported("a map of user-defined types");
    }
    return getObject(column);
  }

  @Override
  public final <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    int at = read(column);
    if (!ObjectValues.isKnown(type)) {
      throw SqlExceptions.notSupported("getObject(" + column + ", " + type.getName() + ".class)");
    }
    return at < 0 ? null : withRows(ObjectValues.toObject(values, at, type));
  }

  // ------------------------------------------------------------------ what there is none of

  @Override
  public final @Nullable NClob getNClob(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : ObjectValues.toNClob(values, at);
  }

  @Override
  public final @Nullable Array getArray(int column) throws SQLException {
    int at = read(column);
    return at < 0 ? null : withRows(ObjectValues.toObject(values, at, Array.class));
  }

  @Override
  public final Ref getRef(int column) throws SQLException {
    throw SqlExceptions.notSupported("a reference");
  }

  @Override
  public final RowId getRowId(int column) throws SQLException {
    throw SqlExceptions.notSupported("a row id");
  }

  @Override
  public final SQLXML getSQLXML(int column) throws SQLException {
    throw SqlExceptions.notSupported("XML");
  }

  @Override
  public final URL getURL(int column) throws SQLException {
    throw SqlExceptions.notSupported("a URL: use getString; it");
  }
}
