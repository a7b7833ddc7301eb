package org.pydb.calcite.service;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.CheckDeclaration;
import org.pydb.calcite.parser.ColumnDeclaration;
import org.pydb.calcite.parser.CreateTable;
import org.pydb.calcite.parser.DefaultDeclaration;
import org.pydb.calcite.parser.GeneratedDeclaration;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.calcite.plan.Planner;
import org.pydb.calcite.plan.PlanningCatalog;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Tries whether the defaults and checks of a new table make sense, before anybody has to insert
 * into it: each is planned as part of a statement on that table, in the place where it stands in
 * CREATE TABLE, so that errors show it there.
 */
final class NewTableCheck {
  private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

  private final String sql;
  private final PlanningCatalog tables;
  private final Session session;
  private final SqlIdentifier name;

  private NewTableCheck(Session session, String sql, TableDefinition table, Transaction now) {
    this.sql = sql;
    this.session = session;
    tables = session.database().tables(now.catalog(), true);
    name = new SqlIdentifier(List.of(table.schema(), table.name()), NOWHERE);
  }

  /**
   * Checks a table that a transaction has made.
   *
   * @param sql the CREATE TABLE; parsed anew, since planning changes trees
   */
  static void check(Session session, String sql, TableDefinition table, Transaction now) {
    CreateTable statement;
    try {
      statement = (CreateTable) PydbParser.parseStatement(sql);
    } catch (SqlParseException e) {
      throw new IllegalStateException("what was parsed before does not parse", e);
    }
    NewTableCheck check = new NewTableCheck(session, sql, table, now);
    for (SqlNode element : statement.elements()) {
      check.condition(element);
      if (element instanceof ColumnDeclaration column) {
        for (SqlNode constraint : column.constraints()) {
          check.condition(constraint);
          if (constraint instanceof DefaultDeclaration value) {
            check.defaultValue(column, value.expression());
          } else if (constraint instanceof GeneratedDeclaration value) {
            check.names(value.expression());
          }
        }
      }
    }
    check.wholeRow();
  }

  private void condition(SqlNode constraint) {
    if (!(constraint instanceof CheckDeclaration check)) {
      return;
    }
    SqlNode condition = check.condition();
    SqlParserPos place = condition.getParserPosition();
    ColumnType type =
        plan(PlainSelect.of(place, List.of(condition), name, null)).columns().get(0).type();
    if (type.kind() != ColumnKind.BOOLEAN) {
      PlacedError error =
          new PlacedError(
              constraint,
              "42804",
              "argument of CHECK must be type boolean, not type " + TypeNames.of(type));
      throw CalciteErrors.translate(error, sql, Suggestions.NONE);
    }
  }

  /** Plans an expression over the columns, for errors that know their place. */
  private void names(SqlNode value) {
    plan(PlainSelect.of(value.getParserPosition(), List.of(value), name, null));
  }

  private void defaultValue(ColumnDeclaration column, SqlNode value) {
    SqlParserPos place = value.getParserPosition();
    SqlNode row = SqlStdOperatorTable.ROW.createCall(place, value);
    plan(
        new InsertStatement(
            place,
            name,
            null,
            new SqlNodeList(List.of(column.name()), NOWHERE),
            SqlStdOperatorTable.VALUES.createCall(place, row),
            null,
            null));
  }

  /** Plans an insert that takes all defaults and checks together. */
  private void wholeRow() {
    plan(
        new InsertStatement(
            NOWHERE, name, null, null, InsertStatement.defaultRow(NOWHERE), null, null));
  }

  private PlannedStatement plan(SqlNode statement) {
    return Planner.plan(statement, sql, tables, session.planOptions());
  }
}
