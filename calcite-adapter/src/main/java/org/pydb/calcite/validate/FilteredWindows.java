package org.pydb.calcite.validate;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * FILTER over windows, which Calcite does not know: {@code sum(x) FILTER (WHERE c) OVER w} is
 * {@code sum(CASE WHEN c THEN x END) OVER w}, since aggregates pass NULLs by.
 */
final class FilteredWindows extends SqlBasicVisitor<@Nullable Void> {
  /** Aggregates that take NULLs as well, so that a filter is more than a NULL. */
  private static final Set<String> TAKING_NULLS =
      Set.of("array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg");

  private static final Set<String> NO_AGGREGATES =
      Set.of(
          "row_number",
          "rank",
          "dense_rank",
          "percent_rank",
          "cume_dist",
          "ntile",
          "lag",
          "lead",
          "first_value",
          "last_value",
          "nth_value");

  private FilteredWindows() {}

  /** Rewrites a statement in place. */
  static void rewrite(SqlNode statement) {
    statement.accept(new FilteredWindows());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.OVER
        && call.operand(0) instanceof SqlCall filtered
        && filtered.getKind() == SqlKind.FILTER
        && filtered.operand(0) instanceof SqlBasicCall aggregate) {
      filter(aggregate, filtered.operand(1));
      call.setOperand(0, aggregate);
    }
    return super.visit(call);
  }

  private static void filter(SqlBasicCall aggregate, SqlNode condition) {
    String name = aggregate.getOperator().getName().toLowerCase(Locale.ROOT);
    if (NO_AGGREGATES.contains(name)) {
      throw new SqlError(
          "0A000",
          "FILTER belongs to aggregates, and " + name + " is none: filter the rows in a sub-query");
    }
    if (TAKING_NULLS.contains(name)) {
      throw new SqlError(
          "0A000",
          "FILTER of " + name + " is not supported in a window function: filter in a sub-query");
    }
    if (aggregate.operandCount() > 0) {
      SqlNode argument = aggregate.operand(0);
      boolean isStar = argument instanceof SqlIdentifier column && column.isStar();
      SqlParserPos position = argument.getParserPosition();
      SqlNode counted = isStar ? SqlLiteral.createExactNumeric("1", position) : argument;
      aggregate.setOperand(
          0,
          new SqlCase(
              position,
              null,
              SqlNodeList.of(condition),
              SqlNodeList.of(counted),
              SqlLiteral.createNull(position)));
    }
  }
}
