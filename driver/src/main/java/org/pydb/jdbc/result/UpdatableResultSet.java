package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.ScrollableResult;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.jdbc.bind.Parameters;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.ResultColumns;
import org.pydb.jdbc.value.RowValues;

/**
 * Rows of one table that are changed through the result set. Values that updaters give wait until
 * {@code updateRow} or {@code insertRow}, which run a statement in the transaction of the
 * connection; moving elsewhere drops them.
 *
 * <p>A row that somebody else has changed or deleted since it was read is left alone: the call
 * fails (40001). In autocommit nothing is locked between reading a row and changing it, so this is
 * to be reckoned with; rows of {@code FOR UPDATE} in a transaction cannot change meanwhile.
 *
 * <p>A row that was updated is read again as it is stored then. One that was deleted leaves a hole,
 * so that numbers of rows stay what they are. One that was inserted is not among the rows.
 */
public final class UpdatableResultSet extends ScrollableResultSet {
  private final UpdatableTable table;

  /** What waits for {@code updateRow}. */
  private final Parameters changes;

  /** What waits for {@code insertRow}. */
  private final Parameters insertion;

  private final BitSet updated = new BitSet();
  private final BitSet deleted = new BitSet();

  /** Where it stood before it went to the insert row. */
  private Position remembered = Position.BEFORE;

  /** The values of the rows. */
  private final RowValues ofRows;

  /** What waits for {@code insertRow}, to be read; null if it was not asked for, or has changed. */
  private @Nullable SqlResult insertRow;

  /**
   * Rows that stand before the first.
   *
   * @param type as of {@link ScrollableResultSet}
   * @param table whose rows they are
   */
  public UpdatableResultSet(
      ResultOwner owner,
      ResultColumns columns,
      ScrollableResult rows,
      int type,
      UpdatableTable table) {
    super(owner, columns, rows, type);
    this.table = table;
    List<ParameterInfo> places =
        columns.list().stream().map(c -> new ParameterInfo(c.type(), c.typeName())).toList();
    changes = new Parameters(places);
    insertion = new Parameters(places);
    ofRows = values();
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return CONCUR_UPDATABLE;
  }

  // ------------------------------------------------------------------ where it stands

  @Override
  Position standing(long number) {
    return deleted.get((int) number) ? Position.ON_DELETED : Position.ON_ROW;
  }

  @Override
  void leaveRow() {
    changes.clear();
    if (position() == Position.ON_INSERT) {
      forgetInsertRow();
      insertion.clear();
      stand(remembered, row());
    }
  }

  private void forgetInsertRow() {
    SqlResult known = insertRow;
    if (known != null) {
      insertRow = null;
      readFrom(ofRows);
      known.close();
    }
  }

  /** On the insert row, getters give what updaters were given, and NULL for other columns. */
  @Override
  void readElsewhere() throws SQLException {
    if (position() != Position.ON_INSERT || isClosed()) {
      throw notOnRow();
    }
    if (insertRow == null) {
      boolean unused =
          inside(
              () -> {
                UpdatableTable.Change read = table.given(insertion.toSet(1));
                SqlStatement statement =
                    owner().gate().session().prepare(read.sql(), owner().timeoutMillis());
                SqlResult result = run(statement, read.values());
                insertRow = result;
                readFrom(ofRows.over(result, new ResultColumns(statement.columns())));
                return result.next();
              });
    }
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    boolean unused =
        inside(
            () -> {
              leaveRow();
              remembered = position();
              stand(Position.ON_INSERT, row());
              return true;
            });
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    boolean unused =
        inside(
            () -> {
              if (position() == Position.ON_INSERT) {
                leaveRow();
              }
              return true;
            });
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return position() == Position.ON_ROW && updated.get((int) row());
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return position() == Position.ON_DELETED;
  }

  private void checkOnRow() throws SQLException {
    if (position() != Position.ON_ROW) {
      throw notOnRow();
    }
  }

  // ------------------------------------------------------------------ changing

  @Override
  Parameters toChange(int column) throws SQLException {
    checkOpen();
    if (column < 1 || column > columns().count()) {
      throw noSuchColumn(column);
    }
    if (!table.has(column - 1)) {
      throw SqlExceptions.notSupported(
          "changing column "
              + column
              + " ("
              + columns().label(column - 1)
              + "), which is no column of "
              + table
              + ",");
    }
    if (position() == Position.ON_INSERT) {
      forgetInsertRow();
      return insertion;
    }
    checkOnRow();
    return changes;
  }

  /** Whether anything waits. */
  private static boolean isAny(ParameterValues values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.isBound(i)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void updateRow() throws SQLException {
    boolean unused =
        inside(
            () -> {
              checkOnRow();
              ParameterValues values = changes.toSet(1);
              if (isAny(values)) {
                change(table.update(values, values()), "updateRow");
                updated.set((int) row());
                changes.clear();
              }
              return true;
            });
  }

  @Override
  public void deleteRow() throws SQLException {
    boolean unused =
        inside(
            () -> {
              checkOnRow();
              change(table.delete(values()), "deleteRow");
              deleted.set((int) row());
              changes.clear();
              stand(Position.ON_DELETED, row());
              return true;
            });
  }

  @Override
  public void insertRow() throws SQLException {
    boolean unused =
        inside(
            () -> {
              if (position() != Position.ON_INSERT) {
                throw SqlExceptions.of(
                    SqlStates.NOT_ON_A_ROW,
                    "the result set does not stand on the insert row: call moveToInsertRow");
              }
              UpdatableTable.Change insert = table.insert(insertion.toSet(1));
              run(prepare(insert.sql()), insert.values()).close();
              forgetInsertRow();
              insertion.clear();
              return true;
            });
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    checkOpen();
    if (position() == Position.ON_INSERT) {
      throw notOnRow();
    }
    changes.clear();
  }

  /** Drops what waits, and takes the row as it is stored now. */
  @Override
  public void refreshRow() throws SQLException {
    if (getType() == TYPE_FORWARD_ONLY) {
      throw SqlExceptions.notSupported(
          "refreshRow of a result set that is TYPE_FORWARD_ONLY: run the query again, or ask for"
              + " TYPE_SCROLL_INSENSITIVE; it");
    }
    boolean unused =
        inside(
            () -> {
              checkOnRow();
              UpdatableTable.Change read = table.read(values());
              try (SqlResult result = run(prepare(read.sql()), read.values())) {
                if (!result.next()) {
                  throw SqlExceptions.of(
                      SqlStates.NOT_ON_A_ROW,
                      "refreshRow: the row is not in " + table + " any more, or has another key");
                }
                rows().replace(result, table.sources());
              }
              changes.clear();
              return true;
            });
  }

  // ------------------------------------------------------------------ statements

  /** Updates or deletes the current row, and takes what is stored then. */
  private void change(UpdatableTable.Change change, String method) throws SQLException {
    try (SqlResult result = run(prepare(change.sql()), change.values())) {
      if (result.updateCount() == 0) {
        throw SqlExceptions.of(
            SqlStates.ROW_CHANGED,
            method
                + ": the row in "
                + table
                + " was changed or deleted by another statement since it was read, and is left"
                + " alone: call refreshRow, or run the query again");
      }
      if (result.next()) {
        rows().replace(result, table.sources());
      }
    }
  }

  /** Prepares a statement, of a change with the columns that the result set has. */
  private SqlStatement prepare(String sql) {
    SqlSession session = owner().gate().session();
    KeyColumns returned = new KeyColumns(table.columns(), List.of());
    return session.prepare(sql, returned, owner().timeoutMillis());
  }

  private SqlResult run(SqlStatement statement, ParameterValues values) {
    owner().changing(statement::cancel);
    try {
      return statement.execute(values, owner().timeoutMillis());
    } finally {
      owner().changing(null);
    }
  }
}
