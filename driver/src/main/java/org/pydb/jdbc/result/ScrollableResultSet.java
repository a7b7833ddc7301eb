package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.util.function.LongSupplier;
import org.pydb.calcite.api.ScrollableResult;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.value.ResultColumns;
import org.pydb.jdbc.value.RowValues;

/**
 * Rows that are gone through forth and back. All of its positions are numbers: 0 is before the
 * first row, and one more than there are rows is after the last.
 *
 * <p>Rows are taken from the query when they are first asked for, in one snapshot. So changes of
 * others are not seen, whenever that is.
 */
public class ScrollableResultSet extends PydbResultSet {

  /** A move or question that may read rows. */
  @FunctionalInterface
  interface Reading {
    boolean run() throws SQLException;
  }

  private final ScrollableResult rows;
  private final int type;
  private int fetchDirection = FETCH_FORWARD;

  /**
   * Rows that stand before the first.
   *
   * @param type {@link #TYPE_SCROLL_INSENSITIVE}, or {@link #TYPE_FORWARD_ONLY} if moving is to be
   *     refused but forward
   */
  public ScrollableResultSet(
      ResultOwner owner, ResultColumns columns, ScrollableResult rows, int type) {
    super(owner, columns, rows, new RowValues(rows, columns, owner.gate().session()), 0);
    this.rows = rows;
    this.type = type;
  }

  @Override
  public final int getType() throws SQLException {
    checkOpen();
    return type;
  }

  final ScrollableResult rows() {
    return rows;
  }

  /** Does something inside the gate. */
  final boolean inside(Reading reading) throws SQLException {
    owner().gate().enter();
    try {
      checkOpen();
      return reading.run();
    } catch (RuntimeException e) {
      throw owner().failure(e);
    } finally {
      owner().gate().leave();
    }
  }

  // ------------------------------------------------------------------ moving

  /** Where it stands. */
  private long place() {
    return position() == Position.AFTER ? row() + 1 : row();
  }

  /** Stands on a row, if there is such a number; else before or after all. Inside the gate. */
  private boolean go(long number) {
    if (number <= 0) {
      stand(Position.BEFORE, 0);
      return false;
    }
    boolean isThere = rows.moveTo(number);
    stand(isThere ? standing(number) : Position.AFTER, isThere ? number : rows.count());
    return isThere;
  }

  /** It is about to move: from the current row, to which an insert row goes back first. */
  void leaveRow() {
    // Nothing was changed.
  }

  /** How it stands on a row that there is. */
  Position standing(long number) {
    return Position.ON_ROW;
  }

  /** Throws unless it may move freely. */
  private void checkScrolls() throws SQLException {
    checkOpen();
    if (type == TYPE_FORWARD_ONLY) {
      throw SqlExceptions.notSupported(
          "moving other than forward in a result set that is TYPE_FORWARD_ONLY: ask for"
              + " TYPE_SCROLL_INSENSITIVE; it");
    }
  }

  private boolean move(LongSupplier target) throws SQLException {
    return inside(
        () -> {
          leaveRow();
          return go(target.getAsLong());
        });
  }

  private boolean scroll(LongSupplier target) throws SQLException {
    checkScrolls();
    return move(target);
  }

  @Override
  public final boolean next() throws SQLException {
    return move(() -> place() + 1);
  }

  @Override
  public final boolean previous() throws SQLException {
    return scroll(() -> place() - 1);
  }

  @Override
  public final boolean first() throws SQLException {
    return scroll(() -> 1);
  }

  @Override
  public final boolean last() throws SQLException {
    return scroll(() -> rows.count());
  }

  @Override
  public final void beforeFirst() throws SQLException {
    boolean unused = scroll(() -> 0);
  }

  @Override
  public final void afterLast() throws SQLException {
    boolean unused = scroll(() -> rows.count() + 1);
  }

  /** Counts from the end if the number is negative; 0 is before the first row. */
  @Override
  public final boolean absolute(int number) throws SQLException {
    return scroll(() -> number < 0 ? rows.count() + 1 + number : number);
  }

  @Override
  public final boolean relative(int count) throws SQLException {
    return scroll(() -> place() + count);
  }

  // ------------------------------------------------------------------ where it stands

  /** Whether it stands on a row, be it a deleted one. */
  private boolean isOnRow() {
    return position() == Position.ON_ROW || position() == Position.ON_DELETED;
  }

  @Override
  public final boolean isBeforeFirst() throws SQLException {
    return inside(() -> position() == Position.BEFORE && rows.has(1));
  }

  @Override
  public final boolean isFirst() throws SQLException {
    checkOpen();
    return isOnRow() && row() == 1;
  }

  @Override
  public final boolean isLast() throws SQLException {
    return inside(() -> isOnRow() && !rows.has(row() + 1));
  }

  @Override
  public final int getRow() throws SQLException {
    checkOpen();
    return isOnRow() ? (int) row() : 0;
  }

  /** They are kept as long as it is open, wherever it stands. */
  @Override
  public final boolean isClosed() {
    return position() == Position.CLOSED || owner().gate().isClosed() || rows.isClosed();
  }

  // ------------------------------------------------------------------ hints

  @Override
  public final int getFetchDirection() throws SQLException {
    checkOpen();
    return fetchDirection;
  }

  /** A hint that is kept, and not needed. */
  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    switch (direction) {
      case FETCH_FORWARD -> {
        // That it always may.
      }
      case FETCH_REVERSE, FETCH_UNKNOWN -> checkScrolls();
      default -> throw SqlExceptions.invalidArgument("there is no fetch direction " + direction);
    }
    fetchDirection = direction;
  }
}
