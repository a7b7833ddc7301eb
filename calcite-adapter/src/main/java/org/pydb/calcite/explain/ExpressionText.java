package org.pydb.calcite.explain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ComputedOperator;
import org.pydb.calcite.function.PydbFunctions;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.Searches;
import org.pydb.calcite.type.TypeNames;

/** Expressions as SQL, with the names of the columns that they refer to. */
public final class ExpressionText {

  private static final Map<SqlKind, String> INFIX =
      Map.ofEntries(
          Map.entry(SqlKind.EQUALS, "="),
          Map.entry(SqlKind.NOT_EQUALS, "<>"),
          Map.entry(SqlKind.LESS_THAN, "<"),
          Map.entry(SqlKind.LESS_THAN_OR_EQUAL, "<="),
          Map.entry(SqlKind.GREATER_THAN, ">"),
          Map.entry(SqlKind.GREATER_THAN_OR_EQUAL, ">="),
          Map.entry(SqlKind.IS_DISTINCT_FROM, "IS DISTINCT FROM"),
          Map.entry(SqlKind.IS_NOT_DISTINCT_FROM, "IS NOT DISTINCT FROM"),
          Map.entry(SqlKind.PLUS, "+"),
          Map.entry(SqlKind.MINUS, "-"),
          Map.entry(SqlKind.TIMES, "*"),
          Map.entry(SqlKind.DIVIDE, "/"),
          Map.entry(SqlKind.MOD, "%"),
          Map.entry(SqlKind.AND, "AND"),
          Map.entry(SqlKind.OR, "OR"));

  private static final Map<SqlKind, String> POSTFIX =
      Map.of(
          SqlKind.IS_NULL, "IS NULL",
          SqlKind.IS_NOT_NULL, "IS NOT NULL",
          SqlKind.IS_TRUE, "IS TRUE",
          SqlKind.IS_NOT_TRUE, "IS NOT TRUE",
          SqlKind.IS_FALSE, "IS FALSE",
          SqlKind.IS_NOT_FALSE, "IS NOT FALSE");

  private final List<String> columns;

  /** Text over columns of these names. */
  public ExpressionText(List<String> columns) {
    this.columns = columns;
  }

  /** The name of a column. */
  public String column(int index) {
    return columns.get(index);
  }

  /** An expression. */
  public String of(RexNode node) {
    if (node instanceof RexInputRef column) {
      return columns.get(column.getIndex());
    }
    if (node instanceof RexLiteral literal) {
      return literal(literal);
    }
    if (node instanceof RexDynamicParam parameter) {
      int index = parameter.getIndex();
      return index < ExpressionCompiler.LITERALS_FIRST
          ? "$" + (index + 1)
          : "literal" + (index - ExpressionCompiler.LITERALS_FIRST + 1);
    }
    if (node instanceof RexFieldAccess access) {
      return "outer." + access.getField().getName();
    }
    return node instanceof RexCall call ? call(call) : node.toString();
  }

  /** Conditions that must all be true. */
  public String all(List<RexNode> conditions) {
    return conditions.stream()
        .map(condition -> conditions.size() > 1 ? operand(condition) : of(condition))
        .collect(Collectors.joining(" AND "));
  }

  private String call(RexCall call) {
    if (call.getKind() == SqlKind.SEARCH) {
      return of(Searches.expand(call));
    }
    if (call.getKind() == SqlKind.CAST || call.getOperator().equals(PydbFunctions.ASSIGN)) {
      return operand(call.getOperands().get(0)) + "::" + TypeNames.of(call.getType());
    }
    if (call.getOperator().equals(ScalarFunctions.IN_LIST)) {
      return operand(call.getOperands().get(0))
          + " IN ("
          + list(call.getOperands().subList(1, call.getOperands().size()))
          + ")";
    }
    if (call.getKind() == SqlKind.CASE) {
      return caseText(call);
    }
    String postfix = POSTFIX.get(call.getKind());
    if (postfix != null) {
      return operand(call.getOperands().get(0)) + " " + postfix;
    }
    String infix = infix(call);
    if (infix != null && call.getOperands().size() > 1) {
      return call.getOperands().stream()
          .map(this::operand)
          .collect(Collectors.joining(" " + infix + " "));
    }
    return switch (call.getKind()) {
      case NOT -> "NOT " + operand(call.getOperands().get(0));
      case MINUS_PREFIX -> "-" + operand(call.getOperands().get(0));
      default ->
          call.getOperator().getName().toLowerCase(Locale.ROOT)
              + "("
              + list(call.getOperands())
              + ")";
    };
  }

  private static @Nullable String infix(RexCall call) {
    boolean isOurs =
        call.getOperator() instanceof SqlBinaryOperator
            && call.getOperator() instanceof ComputedOperator;
    boolean isLike = call.getKind() == SqlKind.LIKE; // and ILIKE, which is of the same kind
    return isOurs || isLike || call.getOperator().getName().equals("||")
        ? call.getOperator().getName()
        : INFIX.get(call.getKind());
  }

  private String caseText(RexCall call) {
    StringBuilder text = new StringBuilder("CASE");
    int last = call.getOperands().size() - 1;
    for (int i = 0; i < last; i += 2) {
      text.append(" WHEN ").append(of(call.getOperands().get(i)));
      text.append(" THEN ").append(of(call.getOperands().get(i + 1)));
    }
    return text.append(" ELSE ").append(of(call.getOperands().get(last))).append(" END").toString();
  }

  private String list(List<RexNode> nodes) {
    return nodes.stream().map(this::of).collect(Collectors.joining(", "));
  }

  private String operand(RexNode node) {
    boolean isAtom =
        !(node instanceof RexCall call)
            || call.getKind() == SqlKind.CAST
            || (infix(call) == null
                && POSTFIX.get(call.getKind()) == null
                && call.getKind() != SqlKind.SEARCH
                && call.getKind() != SqlKind.NOT
                && !call.getOperator().equals(ScalarFunctions.IN_LIST));
    return isAtom ? of(node) : "(" + of(node) + ")";
  }

  private static String literal(RexLiteral literal) {
    if (literal.isNull()) {
      return "NULL";
    }
    if (SqlTypeUtil.inCharFamily(literal.getType())) {
      return "'" + String.valueOf(RexLiteral.stringValue(literal)).replace("'", "''") + "'";
    }
    return switch (literal.getType().getSqlTypeName()) {
      case DATE -> quoted(literal.getValueAs(DateString.class));
      case TIME -> quoted(literal.getValueAs(TimeString.class));
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          quoted(literal.getValueAs(TimestampString.class));
      case UUID -> quoted(literal.getValue());
      case BOOLEAN -> String.valueOf(literal.getValue()).toLowerCase(Locale.ROOT);
      default -> String.valueOf(literal.getValue());
    };
  }

  private static String quoted(@Nullable Object value) {
    return "'" + value + "'";
  }
}
