package org.pydb.jdbc.result;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.ValueText;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.ResultColumns;
import org.pydb.jdbc.value.RowValues;
import org.pydb.jdbc.wrapper.Unwrappable;

/**
 * Rows that are pulled one by one, forward.
 *
 * <pre>
 *   BEFORE ── next ──▶ ON_ROW ──┐ next
 *     │                  ▲ └────┘
 *     │ next, no row     │ next, no row
 *     └──────────────▶ AFTER ◀──── ON_ROW          close, from anywhere ──▶ CLOSED
 * </pre>
 *
 * <p>Moving and closing pass the session's gate; getters do not, for the sake of speed: they belong
 * to the thread that moves. When a transaction ends, its rows end with it: then each call but
 * {@code close} and {@code isClosed} fails, rather than saying that there are no more rows.
 *
 * <p>Nothing here asks whether it could move in other ways: {@link ScrollableResultSet} does, whose
 * rows are kept.
 */
public class PydbResultSet extends ColumnResultSet implements Unwrappable {

  /** Where it stands. */
  enum Position {
    BEFORE,
    ON_ROW,
    AFTER,
    CLOSED,

    // Of result sets that are updated:
    ON_DELETED,
    ON_INSERT
  }

  private final ResultOwner owner;
  private final ResultColumns columns;
  private final SqlResult rows;
  private final long rowsMax;

  private Position position = Position.BEFORE;
  private long row;
  private boolean wasNull;

  /** Whether the row after the current position is fetched already. */
  private boolean peeked;

  /** As it was set here; -1 if it is the statement's. */
  private int fetchSize = -1;

  /**
   * Rows that stand before the first.
   *
   * @param rowsMax after so many rows the result ends; 0 for no limit
   */
  public PydbResultSet(ResultOwner owner, ResultColumns columns, SqlResult rows, long rowsMax) {
    this(owner, columns, rows, new RowValues(rows, columns, owner.gate().session()), rowsMax);
  }

  /**
   * Rows that stand before the first.
   *
   * @param values those of the rows; another result set may have used them, and is closed now
   * @param rowsMax after so many rows the result ends; 0 for no limit
   */
  public PydbResultSet(
      ResultOwner owner, ResultColumns columns, SqlResult rows, RowValues values, long rowsMax) {
    super(values);
    this.owner = owner;
    this.columns = columns;
    this.rows = rows;
    this.rowsMax = rowsMax;
  }

  /**
   * Cuts texts and bytes that are longer.
   *
   * @param sizeMax the most bytes; 0 for no limit
   */
  public final void limitFields(int sizeMax) {
    values().limitFields(sizeMax);
  }

  // ------------------------------------------------------------------ moving

  @Override
  public boolean next() throws SQLException {
    owner.gate().enter();
    try {
      return advance();
    } catch (RuntimeException e) {
      throw owner.failure(e);
    } finally {
      owner.gate().leave();
    }
  }

  private boolean advance() throws SQLException {
    Position now = position;
    if (now == Position.AFTER) {
      return false;
    }
    if (now == Position.CLOSED || rows.isClosed()) {
      throw lost();
    }
    if (rowsMax != 0 && row == rowsMax) {
      rows.close();
    } else if (peeked || rows.next()) {
      peeked = false;
      row++;
      if (now == Position.BEFORE) {
        position = Position.ON_ROW;
      }
      return true;
    }
    position = Position.AFTER;
    return false;
  }

  /** For those that move in other ways. */
  final void stand(Position newPosition, long newRow) {
    position = newPosition;
    row = newRow;
  }

  final Position position() {
    return position;
  }

  /** The number of the row; as many as there are when it stands behind them. */
  final long row() {
    return row;
  }

  final ResultOwner owner() {
    return owner;
  }

  final ResultColumns columns() {
    return columns;
  }

  @Override
  final ValueText text() {
    return owner.gate().session().text();
  }

  @Override
  final ArrayRows arrayRows() {
    return new ArrayRows(owner.gate());
  }

  @Override
  final int read(int column) throws SQLException {
    if (position != Position.ON_ROW || rows.isClosed()) {
      readElsewhere();
    }
    if (column < 1 || column > columns.count()) {
      throw noSuchColumn(column);
    }
    boolean isNull = values().isNull(column - 1);
    wasNull = isNull;
    return isNull ? -1 : column - 1;
  }

  /** A value is asked for where there is no row: throws, unless there are other values to read. */
  void readElsewhere() throws SQLException {
    throw notOnRow();
  }

  /** Why there is no row to read or change. */
  final SQLException notOnRow() {
    return switch (position) {
      case BEFORE ->
          SqlExceptions.of(
              SqlStates.NOT_ON_A_ROW, "the result set stands before its first row: call next");
      case AFTER ->
          SqlExceptions.of(
              SqlStates.NOT_ON_A_ROW, "the result set stands after its last row: next was false");
      case ON_DELETED ->
          SqlExceptions.of(
              SqlStates.NOT_ON_A_ROW, "the row was deleted by deleteRow: move to another one");
      case ON_INSERT ->
          SqlExceptions.of(
              SqlStates.NOT_ON_A_ROW,
              "the result set stands on the insert row: call moveToCurrentRow first");
      default -> lost();
    };
  }

  final SQLException noSuchColumn(int column) {
    return SqlExceptions.of(
        SqlStates.NO_SUCH_INDEX,
        "there is no column " + column + ": columns count from 1 to " + columns.count());
  }

  /** Why there are no rows any more. */
  private SQLException lost() {
    if (position == Position.CLOSED) {
      return SqlExceptions.of(
          SqlStates.NOT_ON_A_ROW,
          "the result set is closed: by close, by its statement, or by the statement's next run");
    }
    return owner.gate().isClosed()
        ? SqlExceptions.of(SqlStates.CONNECTION_CLOSED, "the connection is closed")
        : SqlExceptions.of(
            SqlStates.NOT_ON_A_ROW,
            "the result set was closed when its transaction ended: read all rows before commit or"
                + " rollback");
  }

  @Override
  public final int findColumn(String label) throws SQLException {
    int found = columns.find(label);
    if (found >= 0) {
      return found + 1;
    }
    checkOpen();
    throw SqlExceptions.of(
        SqlStates.NO_SUCH_COLUMN,
        "the result has no column \""
            + label
            + "\"; it has "
            + String.join(", ", columns.list().stream().map(c -> c.label()).toList()));
  }

  @Override
  public final boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  // ------------------------------------------------------------------ where it stands

  @Override
  public boolean isBeforeFirst() throws SQLException {
    owner.gate().enter();
    try {
      checkOpen();
      if (position == Position.BEFORE && !peeked && !rows.isClosed()) {
        peeked = rows.next();
        if (!peeked) {
          position = Position.AFTER;
        }
      }
      return position == Position.BEFORE;
    } catch (RuntimeException e) {
      throw owner.failure(e);
    } finally {
      owner.gate().leave();
    }
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return position == Position.AFTER && row > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return position == Position.ON_ROW && row == 1;
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return position == Position.ON_ROW ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  // ------------------------------------------------------------------ the end

  @Override
  final void checkOpen() throws SQLException {
    if (isClosed()) {
      throw lost();
    }
  }

  @Override
  public boolean isClosed() {
    Position now = position;
    return now == Position.CLOSED
        || owner.gate().isClosed()
        || (now != Position.AFTER && rows.isClosed());
  }

  @Override
  public final void close() throws SQLException {
    if (position == Position.CLOSED) {
      return;
    }
    if (owner.gate().isClosed()) {
      position = Position.CLOSED; // The session closed the rows.
      return;
    }
    owner.gate().enter();
    try {
      if (release()) {
        owner.onResultClosed();
      }
    } catch (RuntimeException e) {
      throw owner.failure(e);
    } finally {
      owner.gate().leave();
    }
  }

  /**
   * Closes the rows without telling the owner, who is inside the gate.
   *
   * @return whether they were open before
   */
  public boolean release() {
    boolean wasOpen = position != Position.CLOSED;
    position = Position.CLOSED;
    rows.close();
    return wasOpen;
  }

  // ------------------------------------------------------------------ around it

  @Override
  public final ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new PydbResultSetMetaData(columns.list(), owner.gate());
  }

  @Override
  public final @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return owner.statement();
  }

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public final int getHoldability() throws SQLException {
    checkOpen();
    Statement statement = owner.statement();
    return statement == null ? HOLD_CURSORS_OVER_COMMIT : statement.getResultSetHoldability();
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return FETCH_FORWARD;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != ResultSet.FETCH_FORWARD) {
      throw SqlExceptions.notSupported("a fetch direction other than FETCH_FORWARD");
    }
  }

  @Override
  public final int getFetchSize() throws SQLException {
    checkOpen();
    Statement statement = owner.statement();
    if (fetchSize >= 0 || statement == null) {
      return Math.max(fetchSize, 0);
    }
    return statement.getFetchSize();
  }

  /** A hint that is kept, and not needed: rows come in batches of the executor's size. */
  @Override
  public final void setFetchSize(int rowCount) throws SQLException {
    checkOpen();
    if (rowCount < 0) {
      throw SqlExceptions.invalidArgument("a fetch size of " + rowCount + ": expected 0 or more");
    }
    fetchSize = rowCount;
  }
}
