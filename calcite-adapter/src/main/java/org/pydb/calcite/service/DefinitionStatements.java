package org.pydb.calcite.service;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.ddl.Statements;
import org.pydb.calcite.ddl.Trees;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.plan.BoundQuery;
import org.pydb.calcite.plan.PlanOptions;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.calcite.plan.Planner;
import org.pydb.calcite.plan.PlanningCatalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/** Runs what a definition needs to be run, as parts of its own execution. */
final class DefinitionStatements implements Statements {
  private static final @Nullable Object[] NO_LITERALS = {};
  private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

  private final Session session;
  private final String sql;
  private final Execution execution;
  private final Transaction transaction;

  /**
   * Statements of a definition.
   *
   * @param sql the text of the definition, for messages
   */
  DefinitionStatements(Session session, String sql, Execution execution, Transaction transaction) {
    this.session = session;
    this.sql = sql;
    this.execution = execution;
    this.transaction = transaction;
  }

  @Override
  public void checkNew(TableDefinition table) {
    NewTableCheck.check(session, sql, table, transaction);
  }

  @Override
  public void check(TableDefinition table) {
    plan(table, null, InsertStatement.defaultRow(NOWHERE));
  }

  @Override
  public void checkValue(TableDefinition table, ColumnDefinition column, SqlNode value) {
    SqlParserPos place = value.getParserPosition();
    SqlNode row = SqlStdOperatorTable.ROW.createCall(place, value);
    SqlIdentifier name = new SqlIdentifier(column.name(), NOWHERE);
    plan(
        table,
        new SqlNodeList(List.of(name), NOWHERE),
        SqlStdOperatorTable.VALUES.createCall(place, row));
  }

  /** Plans an INSERT, which fails if it cannot be. */
  private void plan(TableDefinition table, @Nullable SqlNodeList columns, SqlNode rows) {
    SqlIdentifier name = new SqlIdentifier(List.of(table.schema(), table.name()), NOWHERE);
    PlannedStatement unused =
        plan(new InsertStatement(NOWHERE, name, null, columns, rows, null, null));
  }

  @Override
  public ColumnType typeOf(TableDefinition table, SqlNode expression, String what) {
    return Planner.typeOf(expression, table, what, sql, catalog(), session.planOptions());
  }

  @Override
  public void change(SqlNode statement) {
    boolean counted = run(statement, RowCursor::next);
    assert counted : "a change counts its rows";
    transaction.endPart();
  }

  @Override
  public BoundQuery bind(SqlNode query) {
    return Planner.bind(query, Trees.copy(query), sql, Map.of(), catalog(), session.planOptions());
  }

  @Override
  public SqlNode renamed(ViewDefinition view, Map<Integer, List<String>> names) {
    String text = view.query();
    SqlNode query = Trees.parseQuery(text);
    return Planner.bind(query, Trees.copy(query), text, names, catalog(), PlanOptions.DEFAULT)
        .query();
  }

  @Override
  public List<ColumnInfo> columns(SqlNode query) {
    return plan(query).columns();
  }

  @Override
  public boolean hasRows(SqlNode query) {
    return run(query, RowCursor::next);
  }

  private boolean run(SqlNode statement, Predicate<RowCursor> body) {
    RowCursor cursor = new RowCursor(plan(statement).plan().operator(), () -> {});
    try {
      cursor.start(execution.context(transaction, ParameterValues.NONE, NO_LITERALS));
      return body.test(cursor);
    } finally {
      cursor.close();
    }
  }

  private PlannedStatement plan(SqlNode statement) {
    return Planner.plan(statement, sql, catalog(), session.planOptions());
  }

  private PlanningCatalog catalog() {
    return session.database().tables(transaction.catalog(), true);
  }
}
