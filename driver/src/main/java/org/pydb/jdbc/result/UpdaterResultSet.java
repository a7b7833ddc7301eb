package org.pydb.jdbc.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.bind.ObjectBinding;
import org.pydb.jdbc.bind.Parameters;
import org.pydb.jdbc.bind.StreamBinding;
import org.pydb.jdbc.bind.TargetBinding;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * The updaters of a result set: a value is read and bound at once, as a statement binds it, and
 * waits for {@code updateRow} or {@code insertRow}. Whether there is anything to change is up to
 * {@link #toChange}.
 */
abstract class UpdaterResultSet implements ResultSet {

  /**
   * The values that wait, one for each column.
   *
   * @param column that is about to get one, counted from 1
   * @throws SQLException if it cannot be changed
   */
  abstract Parameters toChange(int column) throws SQLException;

  /** Reads values from text. */
  abstract ValueText text();

  private void change(int column, @Nullable Object value) throws SQLException {
    ObjectBinding.bind(toChange(column), column, value);
  }

  private void changeBytes(int column, @Nullable InputStream value, long length)
      throws SQLException {
    if (value == null) {
      change(column, null);
    } else {
      StreamBinding.bind(toChange(column), column, value, length);
    }
  }

  private void changeText(int column, @Nullable Reader value, long length) throws SQLException {
    if (value == null) {
      change(column, null);
    } else {
      StreamBinding.bind(toChange(column), column, value, length);
    }
  }

  private void changeObject(int column, @Nullable Object value, int scaleOrLength)
      throws SQLException {
    if (value instanceof InputStream stream) {
      changeBytes(column, stream, checked(scaleOrLength));
    } else if (value instanceof Reader reader) {
      changeText(column, reader, checked(scaleOrLength));
    } else if (value instanceof BigDecimal decimal) {
      change(column, decimal.setScale(scaleOrLength, RoundingMode.HALF_UP));
    } else {
      change(column, value);
    }
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, SQLType type)
      throws SQLException {
    updateObject(column, value, type, -1);
  }

  @Override
  public final void updateObject(
      int column, @Nullable Object value, SQLType type, int scaleOrLength) throws SQLException {
    TargetBinding.bind(
        toChange(column), column, value, type.getVendorTypeNumber(), scaleOrLength, text());
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, SQLType type)
      throws SQLException {
    updateObject(findColumn(label), value, type);
  }

  @Override
  public final void updateObject(
      String label, @Nullable Object value, SQLType type, int scaleOrLength) throws SQLException {
    updateObject(findColumn(label), value, type, scaleOrLength);
  }

  private static @Nullable Reader ascii(@Nullable InputStream value) {
    return value == null ? null : new InputStreamReader(value, US_ASCII);
  }

  private static long checked(long length) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.invalidArgument("a length of " + length + ": expected 0 or more");
    }
    return length;
  }

  // ------------------------------------------------------------------ one for each class

  @Override
  public final void updateArray(String label, @Nullable Array value) throws SQLException {
    updateArray(findColumn(label), value);
  }

  @Override
  public final void updateArray(int column, @Nullable Array value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    updateAsciiStream(findColumn(label), value, length);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    updateAsciiStream(findColumn(label), value, length);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value)
      throws SQLException {
    updateAsciiStream(findColumn(label), value);
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    changeText(column, ascii(value), checked(length));
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeText(column, ascii(value), checked(length));
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    changeText(column, ascii(value), -1);
  }

  @Override
  public final void updateBigDecimal(String label, @Nullable BigDecimal value) throws SQLException {
    updateBigDecimal(findColumn(label), value);
  }

  @Override
  public final void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    updateBinaryStream(findColumn(label), value, length);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    updateBinaryStream(findColumn(label), value, length);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value)
      throws SQLException {
    updateBinaryStream(findColumn(label), value);
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    changeBytes(column, value, checked(length));
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(column, value, checked(length));
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value)
      throws SQLException {
    changeBytes(column, value, -1);
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value, long length)
      throws SQLException {
    updateBlob(findColumn(label), value, length);
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value) throws SQLException {
    updateBlob(findColumn(label), value);
  }

  @Override
  public final void updateBlob(String label, @Nullable Blob value) throws SQLException {
    updateBlob(findColumn(label), value);
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(column, value, checked(length));
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    changeBytes(column, value, -1);
  }

  @Override
  public final void updateBlob(int column, @Nullable Blob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateBoolean(String label, boolean value) throws SQLException {
    updateBoolean(findColumn(label), value);
  }

  @Override
  public final void updateBoolean(int column, boolean value) throws SQLException {
    toChange(column).toSet(column).setLong(column - 1, ColumnKind.BOOLEAN, value ? 1 : 0);
  }

  @Override
  public final void updateByte(String label, byte value) throws SQLException {
    updateByte(findColumn(label), value);
  }

  @Override
  public final void updateByte(int column, byte value) throws SQLException {
    toChange(column).toSet(column).setLong(column - 1, ColumnKind.INT16, value);
  }

  @Override
  public final void updateBytes(String label, byte @Nullable [] value) throws SQLException {
    updateBytes(findColumn(label), value);
  }

  @Override
  public final void updateBytes(int column, byte @Nullable [] value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, int length)
      throws SQLException {
    updateCharacterStream(findColumn(label), value, length);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    updateCharacterStream(findColumn(label), value, length);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    updateCharacterStream(findColumn(label), value);
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, int length)
      throws SQLException {
    changeText(column, value, checked(length));
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, checked(length));
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, -1);
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    updateClob(findColumn(label), value, length);
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value) throws SQLException {
    updateClob(findColumn(label), value);
  }

  @Override
  public final void updateClob(String label, @Nullable Clob value) throws SQLException {
    updateClob(findColumn(label), value);
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, checked(length));
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, -1);
  }

  @Override
  public final void updateClob(int column, @Nullable Clob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateDate(String label, @Nullable Date value) throws SQLException {
    updateDate(findColumn(label), value);
  }

  @Override
  public final void updateDate(int column, @Nullable Date value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateDouble(String label, double value) throws SQLException {
    updateDouble(findColumn(label), value);
  }

  @Override
  public final void updateDouble(int column, double value) throws SQLException {
    toChange(column).toSet(column).setDouble(column - 1, ColumnKind.FLOAT64, value);
  }

  @Override
  public final void updateFloat(String label, float value) throws SQLException {
    updateFloat(findColumn(label), value);
  }

  @Override
  public final void updateFloat(int column, float value) throws SQLException {
    toChange(column).toSet(column).setDouble(column - 1, ColumnKind.FLOAT32, value);
  }

  @Override
  public final void updateInt(String label, int value) throws SQLException {
    updateInt(findColumn(label), value);
  }

  @Override
  public final void updateInt(int column, int value) throws SQLException {
    toChange(column).toSet(column).setLong(column - 1, ColumnKind.INT32, value);
  }

  @Override
  public final void updateLong(String label, long value) throws SQLException {
    updateLong(findColumn(label), value);
  }

  @Override
  public final void updateLong(int column, long value) throws SQLException {
    toChange(column).toSet(column).setLong(column - 1, ColumnKind.INT64, value);
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    updateNCharacterStream(findColumn(label), value, length);
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    updateNCharacterStream(findColumn(label), value);
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, checked(length));
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, -1);
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    updateNClob(findColumn(label), value, length);
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value) throws SQLException {
    updateNClob(findColumn(label), value);
  }

  @Override
  public final void updateNClob(String label, @Nullable NClob value) throws SQLException {
    updateNClob(findColumn(label), value);
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, checked(length));
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, -1);
  }

  @Override
  public final void updateNClob(int column, @Nullable NClob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNString(String label, @Nullable String value) throws SQLException {
    updateNString(findColumn(label), value);
  }

  @Override
  public final void updateNString(int column, @Nullable String value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNull(String label) throws SQLException {
    updateNull(findColumn(label));
  }

  @Override
  public final void updateNull(int column) throws SQLException {
    toChange(column).toSet(column).setNull(column - 1);
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, int length)
      throws SQLException {
    updateObject(findColumn(label), value, length);
  }

  @Override
  public final void updateObject(String label, @Nullable Object value) throws SQLException {
    updateObject(findColumn(label), value);
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, int length)
      throws SQLException {
    changeObject(column, value, length);
  }

  @Override
  public final void updateObject(int column, @Nullable Object value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateRef(String label, @Nullable Ref value) throws SQLException {
    updateRef(findColumn(label), value);
  }

  @Override
  public final void updateRef(int column, @Nullable Ref value) throws SQLException {
    throw SqlExceptions.notSupported("a reference");
  }

  @Override
  public final void updateRowId(String label, @Nullable RowId value) throws SQLException {
    updateRowId(findColumn(label), value);
  }

  @Override
  public final void updateRowId(int column, @Nullable RowId value) throws SQLException {
    throw SqlExceptions.notSupported("a row id");
  }

  @Override
  public final void updateSQLXML(String label, @Nullable SQLXML value) throws SQLException {
    updateSQLXML(findColumn(label), value);
  }

  @Override
  public final void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    throw SqlExceptions.notSupported("XML");
  }

  @Override
  public final void updateShort(String label, short value) throws SQLException {
    updateShort(findColumn(label), value);
  }

  @Override
  public final void updateShort(int column, short value) throws SQLException {
    toChange(column).toSet(column).setLong(column - 1, ColumnKind.INT16, value);
  }

  @Override
  public final void updateString(String label, @Nullable String value) throws SQLException {
    updateString(findColumn(label), value);
  }

  @Override
  public final void updateString(int column, @Nullable String value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateTime(String label, @Nullable Time value) throws SQLException {
    updateTime(findColumn(label), value);
  }

  @Override
  public final void updateTime(int column, @Nullable Time value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateTimestamp(String label, @Nullable Timestamp value) throws SQLException {
    updateTimestamp(findColumn(label), value);
  }

  @Override
  public final void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
    change(column, value);
  }
}
