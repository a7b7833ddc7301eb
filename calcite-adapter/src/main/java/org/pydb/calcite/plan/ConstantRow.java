package org.pydb.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.validate.ColumnLabels;
import org.pydb.engine.schema.ColumnType;

/**
 * {@code select 1}: how connection pools and tools ask whether anybody is there, and often the
 * first statement of a JVM.
 */
final class ConstantRow {

  private ConstantRow() {}

  /** The plan of a query that has nothing but some numbers; null if it has anything else. */
  static @Nullable PlannedStatement plan(SqlSelect select) {
    if (select.getFrom() != null || select.getWhere() != null) {
      return null;
    }
    List<ColumnInfo> columns = new ArrayList<>();
    List<Expression> row = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      boolean isNamed = item.getKind() == SqlKind.AS && ((SqlCall) item).operandCount() == 2;
      SqlNode value = isNamed ? ((SqlCall) item).operand(0) : item;
      if (!(value instanceof SqlNumericLiteral number) || !number.isExact()) {
        return null;
      }
      RelDataType type = number.createSqlType(PydbTypeFactory.INSTANCE);
      columns.add(QueryPlanning.column(ColumnLabels.of(item), type, null));
      row.add(
          ExpressionCompiler.WITHOUT_INPUT.compile(
              PydbRexBuilder.INSTANCE.makeExactLiteral(number.getValueAs(BigDecimal.class), type)));
    }
    List<ColumnType> types = columns.stream().map(ColumnInfo::type).toList();
    return new PlannedStatement(
        SqlStatement.Kind.QUERY,
        new ValuesNode(types, List.of(row)),
        columns,
        List.of(),
        List.of(),
        List.of(),
        PlanStep.NONE);
  }
}
