package org.pydb.jdbc.statement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.NoRows;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.ScrollableResult;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.result.DetachedOwner;
import org.pydb.jdbc.result.PydbResultSet;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.result.ResultOwner;
import org.pydb.jdbc.result.ScrollableResultSet;
import org.pydb.jdbc.result.UpdatableResultSet;
import org.pydb.jdbc.result.UpdatableTable;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.value.ResultColumns;
import org.pydb.jdbc.value.RowValues;

/**
 * Running a statement and what it yields: at most one result set is open at a time, and it closes
 * with the next run. Fields are used inside the gate, except for what cancelling needs.
 */
abstract class StatementCore extends StatementSettings implements ResultOwner {
  private static final long NO_COUNT = -1;

  private @Nullable PydbResultSet current;
  private long updateCount = NO_COUNT;

  /**
   * Whether what runs is one of several statements, whose transaction ends before they are read.
   */
  private boolean isInText;

  /** The generated keys of the last change, if they were asked for. */
  private @Nullable PydbResultSet keys;

  /** What there is beside the current result; null as long as there never was anything. */
  private @Nullable FurtherResults further;

  /** The columns of the last result: a statement that runs again mostly has the same. */
  private @Nullable ResultColumns columns;

  /** The values of the last result: one that was run through mostly gives the next rows, too. */
  private @Nullable RowValues values;

  /** Whether what runs was told to stop, so that this is not taken for a time limit. */
  private volatile boolean canceled;

  /** Cancels the change that a result set makes. */
  private volatile @Nullable Runnable changeCancellation;

  StatementCore(Connection connection, SessionGate gate, ResultKind kind) {
    super(connection, gate, kind);
  }

  @Override
  public final Statement statement() {
    return this;
  }

  // ------------------------------------------------------------------ running

  /** Closes what the run before has left. Inside the gate. */
  final void startOver() throws SQLException {
    checkOpen();
    PydbResultSet before = current;
    current = null;
    updateCount = NO_COUNT;
    releaseKeys();
    releaseFurther();
    forgetWarnings();
    if (canceled) {
      canceled = false;
    }
    if (before != null) {
      before.release();
    }
  }

  /** Runs a query. Inside the gate, after {@link #startOver}. */
  final PydbResultSet query(SqlStatement statement, SqlResult rows) {
    List<ColumnInfo> list = statement.columns();
    ResultColumns known = columns;
    if (known == null || known.list() != list) {
      known = new ResultColumns(list);
      columns = known;
    }
    boolean isHeld = (isInText || kind().isHeld()) && gate().session().inTransaction();
    PydbResultSet result =
        kind().isPlain() && !isHeld
            ? new PydbResultSet(this, known, rows, values(rows, known), rowsMax())
            : other(statement, known, rows, isHeld);
    result.limitFields(fieldSizeMax());
    current = result;
    return result;
  }

  /** A result that scrolls, or is updated, as far as it can be, or outlives its transaction. */
  private PydbResultSet other(
      SqlStatement statement, ResultColumns its, SqlResult rows, boolean isHeld) {
    UpdatableTable table = kind().isUpdatable() ? UpdatableTable.of(statement.table(), its) : null;
    if (kind().isUpdatable() && table == null) {
      warn(
          "the result set will be CONCUR_READ_ONLY: rows can be changed of one table only, without"
              + " GROUP BY and DISTINCT, and all columns of its primary key, or of a unique one that"
              + " is NOT NULL, must be selected");
    }
    if (table == null && !kind().scrolls() && !isHeld) {
      return new PydbResultSet(this, its, rows, values(rows, its), rowsMax());
    }
    ScrollableResult kept = gate().session().keep(rows, its.list(), rowsMax(), !kind().scrolls());
    if (isHeld) {
      kept.hold();
    }
    if (table == null && !kind().scrolls()) {
      return new PydbResultSet(this, its, kept, values(kept, its), 0);
    }
    return table == null
        ? new ScrollableResultSet(this, its, kept, kind().type())
        : new UpdatableResultSet(this, its, kept, kind().type(), table);
  }

  private RowValues values(SqlResult rows, ResultColumns its) {
    RowValues known = values;
    if (known == null || !known.isOf(rows, its)) {
      known = new RowValues(rows, its, gate().session());
      values = known;
    }
    known.startOver();
    return known;
  }

  /** Says whether the statements that run are parts of a text, whose results outlive them. */
  final void inText(boolean isNow) {
    isInText = isNow;
  }

  /** Runs a statement of any kind. Inside the gate, after {@link #startOver}. */
  final boolean run(SqlStatement statement, ParameterValues values) {
    SqlResult result = statement.execute(values, timeoutMillis());
    if (statement.kind() == SqlStatement.Kind.QUERY) {
      query(statement, result);
      return true;
    }
    updateCount = result.updateCount();
    giveKeys(statement, result);
    if (statement.kind() == SqlStatement.Kind.COMMAND) {
      takeWarning();
    }
    return false;
  }

  /** Takes the rows that go beside a count, if there are any. */
  final void giveKeys(SqlStatement statement, @Nullable SqlResult rows) {
    List<ColumnInfo> list = statement.columns();
    if (rows != null && !list.isEmpty()) {
      keys = new PydbResultSet(new DetachedOwner(this, gate()), new ResultColumns(list), rows, 0);
    }
  }

  private void releaseKeys() {
    PydbResultSet open = keys;
    if (open != null) {
      keys = null;
      open.release();
    }
  }

  private void releaseFurther() {
    if (further != null) {
      further.release();
    }
  }

  private FurtherResults further() {
    FurtherResults known = further;
    if (known == null) {
      known = new FurtherResults();
      further = known;
    }
    return known;
  }

  /** Takes the result of the last run away, to be given later. Inside the gate. */
  final FurtherResults.Result take() {
    FurtherResults.Result result = new FurtherResults.Result(current, updateCount);
    current = null;
    updateCount = NO_COUNT;
    return result;
  }

  /** Lets results wait for {@link #getMoreResults}, and gives the first. Inside the gate. */
  final boolean give(List<FurtherResults.Result> results) {
    results.forEach(further()::add);
    return giveNext();
  }

  private boolean giveNext() {
    FurtherResults.Result next = further == null ? null : further.next();
    current = next == null ? null : next.rows();
    updateCount = next == null ? NO_COUNT : next.count();
    return current != null;
  }

  private void takeWarning() {
    String warning = gate().session().warning();
    if (warning != null) {
      warn(warning);
    }
  }

  static void checkYieldsRows(SqlStatement statement) throws SQLException {
    if (statement.kind() != SqlStatement.Kind.QUERY) {
      throw SqlExceptions.of(
          SqlStates.ROWS_EXPECTED,
          "the statement yields no rows, so it was not run: use executeUpdate or execute");
    }
  }

  static void checkYieldsCount(SqlStatement statement) throws SQLException {
    if (statement.kind() == SqlStatement.Kind.QUERY) {
      throw SqlExceptions.of(
          SqlStates.ROWS_NOT_EXPECTED,
          "the statement yields rows, so it was not run: use executeQuery or execute");
    }
  }

  @Override
  public final SQLException failure(RuntimeException thrown) {
    SQLException failure = SqlExceptions.of(thrown);
    gate().tellFailed(this, failure);
    return canceled && SqlStates.CANCELED.equals(failure.getSQLState())
        ? SqlExceptions.canceled(thrown)
        : failure;
  }

  // ------------------------------------------------------------------ cancelling and closing

  @Override
  public final void changing(@Nullable Runnable cancellation) {
    changeCancellation = cancellation;
  }

  /** Cancels what runs, or may run. Outside the gate. */
  abstract @Nullable Runnable cancellation();

  @Override
  public final void cancel() throws SQLException {
    checkOpen();
    for (Runnable running : new Runnable[] {cancellation(), changeCancellation}) {
      if (running != null) {
        canceled = true;
        running.run();
      }
    }
  }

  /** Ends what runs, if another thread runs it, and does not wait for the end. */
  @Override
  public final void close() throws SQLException {
    boolean wasClosed = isClosed();
    markClosed();
    if (wasClosed) {
      return;
    }
    if (gate().isBusyElsewhere()) {
      for (Runnable running : new Runnable[] {cancellation(), changeCancellation}) {
        if (running != null) {
          running.run();
        }
      }
    }
    gate().enterSometime(this::releaseResult);
    gate().tellClosed(this);
  }

  /** Closes all that the last run gave. Inside the gate. */
  final void releaseResult() {
    PydbResultSet open = current;
    current = null;
    updateCount = NO_COUNT;
    releaseKeys();
    releaseFurther();
    if (open != null) {
      open.release();
    }
  }

  @Override
  public final void onResultClosed() throws SQLException {
    if (closesOnCompletion() && (further == null || !further.hasNext())) {
      close();
    }
  }

  // ------------------------------------------------------------------ results

  @Override
  public final @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return current;
  }

  @Override
  public final int getUpdateCount() throws SQLException {
    return toInt(getLargeUpdateCount());
  }

  @Override
  public final long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return updateCount;
  }

  final long updateCount() {
    return updateCount;
  }

  /** A count as {@code int}, as the older methods give it. */
  static int toInt(long count) throws SQLException {
    if (count > Integer.MAX_VALUE) {
      throw SqlExceptions.of(
          SqlStates.OUT_OF_RANGE,
          count + " rows were changed, more than an int holds: ask with getLargeUpdateCount");
    }
    return (int) count;
  }

  @Override
  public final boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  /** Several statements in one text give a result each; all have run already. */
  @Override
  public final boolean getMoreResults(int whatOfCurrent) throws SQLException {
    switch (whatOfCurrent) {
      case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS, KEEP_CURRENT_RESULT -> {
        // What JDBC has.
      }
      default ->
          throw SqlExceptions.invalidArgument(
              whatOfCurrent + " says not what becomes of the current result");
    }
    gate().enter();
    try {
      checkOpen();
      leave(current, whatOfCurrent);
      return giveNext();
    } finally {
      gate().leave();
    }
  }

  private void leave(@Nullable PydbResultSet open, int whatOfIt) throws SQLException {
    if (open != null && whatOfIt == KEEP_CURRENT_RESULT) {
      further().keep(open);
    } else if (open != null) {
      open.close();
    }
    if (whatOfIt == CLOSE_ALL_RESULTS && further != null) {
      further.releaseKept();
    }
  }

  /** The keys that the last change was asked for; no rows if it was not. */
  @Override
  public final ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    PydbResultSet known = keys;
    return known != null
        ? known
        : new PydbResultSet(
            new DetachedOwner(this, gate()), new ResultColumns(List.of()), NoRows.OF_QUERY, 0);
  }
}
