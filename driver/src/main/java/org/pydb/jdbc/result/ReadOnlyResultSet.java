package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.pydb.jdbc.bind.Parameters;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * What a result set does not do that goes forward and is read only: all of it is refused, in words.
 */
abstract class ReadOnlyResultSet extends UpdaterResultSet {

  private static SQLFeatureNotSupportedException notUpdatable() {
    return SqlExceptions.notSupported(
        "changing rows through a result set that is CONCUR_READ_ONLY: ask for CONCUR_UPDATABLE, and"
            + " for the rows of one table with its key, or use UPDATE, INSERT or DELETE; it");
  }

  private static SQLFeatureNotSupportedException notScrollable() {
    return SqlExceptions.notSupported(
        "moving other than forward in a result set that is TYPE_FORWARD_ONLY: ask for"
            + " TYPE_SCROLL_INSENSITIVE; it");
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
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
  public boolean isLast() throws SQLException {
    throw notScrollable();
  }

  @Override
  public void beforeFirst() throws SQLException {
    throw notScrollable();
  }

  @Override
  public void afterLast() throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean first() throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean last() throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    throw notScrollable();
  }

  @Override
  public boolean previous() throws SQLException {
    throw notScrollable();
  }

  // ------------------------------------------------------------------ changing

  @Override
  Parameters toChange(int column) throws SQLException {
    throw notUpdatable();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public void insertRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void deleteRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void refreshRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    throw notUpdatable();
  }

  @Override
  public void updateRow() throws SQLException {
    throw notUpdatable();
  }
}
