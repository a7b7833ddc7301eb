package org.pydb.calcite.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnDefinition;

/** Values for columns that a statement gives none. */
final class Defaults {

  private Defaults() {}

  /** The default of a column as an expression without columns; NULL if it has none. */
  static RexNode of(Planning planning, PydbTable table, int column) {
    ColumnDefinition definition = table.definition().columns().get(column);
    RelDataType type = ColumnTypes.toPlan(definition.type(), true);
    SqlNode expression = TableExpressions.defaultOf(table, column);
    return expression == null
        ? PydbRexBuilder.INSTANCE.makeNullLiteral(type)
        : convert(planning, table, definition, type, expression);
  }

  /** The value of {@code values (default)}, planned by itself. */
  private static RexNode convert(
      Planning planning,
      PydbTable table,
      ColumnDefinition column,
      RelDataType type,
      SqlNode expression) {
    SqlParserPos none = SqlParserPos.ZERO;
    SqlNode values =
        SqlStdOperatorTable.VALUES.createCall(
            none, SqlStdOperatorTable.ROW.createCall(none, expression));
    RelDataType target = PydbTypeFactory.INSTANCE.builder().add(column.name(), type).build();
    Planning own = new Planning(planning.catalog(), PlanOptions.DEFAULT);
    RelNode row = own.convert(own.validator().validateSource(values, target)).rel;
    if (row instanceof Project project && project.getInput() instanceof Values) {
      ImmutableExpressions.refuseJava(project.getProjects().get(0), "a default");
      return project.getProjects().get(0);
    }
    if (row instanceof Values literals) {
      return literals.getTuples().get(0).get(0);
    }
    throw new SqlError(
        "0A000",
        "the default of "
            + table.definition().name()
            + "."
            + column.name()
            + " must not use tables");
  }
}
