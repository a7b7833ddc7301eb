package org.pydb.jdbc.result;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;

/** The half of a result set that changes rows or moves freely: all of it is refused, in words. */
abstract class ReadOnlyResultSet implements ResultSet {

  private static SQLFeatureNotSupportedException notUpdatable() {
    return SqlExceptions.notSupported(
        "changing rows through a result set: they are read only; use UPDATE, INSERT or DELETE; it");
  }

  private static SQLFeatureNotSupportedException notScrollable() {
    return SqlExceptions.notSupported(
        "moving other than forward: result sets are TYPE_FORWARD_ONLY; it");
  }

  @Override
  public final int getType() throws SQLException {
    checkOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public final int getConcurrency() throws SQLException {
    checkOpen();
    return CONCUR_READ_ONLY;
  }

  /** Throws if the result set is closed. */
  abstract void checkOpen() throws SQLException;

  @Override
  public final String getCursorName() throws SQLException {
    throw SqlExceptions.notSupported("a name of a cursor");
  }

  // ------------------------------------------------------------------ moving

  @Override
  public final boolean isLast() throws SQLException {
    throw notScrollable();
  }

  @Override
  public final void beforeFirst() throws SQLException {
    throw notScrollable();
  }

  @Override
  public final void afterLast() throws SQLException {
    throw notScrollable();
  }

  @Override
  public final boolean first() throws SQLException {
    throw notScrollable();
  }

  @Override
  public final boolean last() throws SQLException {
    throw notScrollable();
  }

  @Override
  public final boolean absolute(int row) throws SQLException {
    throw notScrollable();
  }

  @Override
  public final boolean relative(int rows) throws SQLException {
    throw notScrollable();
  }

  @Override
  public final boolean previous() throws SQLException {
    throw notScrollable();
  }

  // ------------------------------------------------------------------ changing

  @Override
  public final boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public final boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public final boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public final void insertRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void deleteRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void refreshRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void cancelRowUpdates() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void moveToInsertRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void moveToCurrentRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateArray(String label, @Nullable Array value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateArray(int column, @Nullable Array value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBigDecimal(String label, @Nullable BigDecimal value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(String label, @Nullable Blob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBlob(int column, @Nullable Blob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBoolean(String label, boolean value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBoolean(int column, boolean value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateByte(String label, byte value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateByte(int column, byte value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBytes(String label, byte @Nullable [] value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateBytes(int column, byte @Nullable [] value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(String label, @Nullable Clob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateClob(int column, @Nullable Clob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateDate(String label, @Nullable Date value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateDate(int column, @Nullable Date value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateDouble(String label, double value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateDouble(int column, double value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateFloat(String label, float value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateFloat(int column, float value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateInt(String label, int value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateInt(int column, int value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateLong(String label, long value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateLong(int column, long value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(String label, @Nullable NClob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNClob(int column, @Nullable NClob value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNString(String label, @Nullable String value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNString(int column, @Nullable String value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNull(String label) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateNull(int column) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateObject(String label, @Nullable Object value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, int length)
      throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateObject(int column, @Nullable Object value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateRef(String label, @Nullable Ref value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateRef(int column, @Nullable Ref value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateRowId(String label, @Nullable RowId value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateRowId(int column, @Nullable RowId value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateSQLXML(String label, @Nullable SQLXML value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateShort(String label, short value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateShort(int column, short value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateString(String label, @Nullable String value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateString(int column, @Nullable String value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateTime(String label, @Nullable Time value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateTime(int column, @Nullable Time value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateTimestamp(String label, @Nullable Timestamp value) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public final void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
    throw notUpdatable();
  }
}
