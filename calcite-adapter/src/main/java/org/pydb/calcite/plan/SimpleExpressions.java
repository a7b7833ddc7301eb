package org.pydb.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.hoist.Hoisting;
import org.pydb.calcite.hoist.LiteralSlot;
import org.pydb.calcite.hoist.ValueClass;
import org.pydb.calcite.hoist.ValueClass.Comparison;
import org.pydb.calcite.hoist.ValueClass.Limit;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.HoistedValue;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.validate.ParameterTypes;

/**
 * Expressions over one table whose types are beyond doubt: columns, literals, sums and comparisons
 * of numbers with numbers and of texts with texts. They become what validator and converter would
 * make of them; for all others there is no expression, and those two have to look.
 */
final class SimpleExpressions {
  private static final RexBuilder REX = PydbRexBuilder.INSTANCE;
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private final SimpleTable table;
  private final Hoisting hoisting;

  /** What has been hoisted, by the number of the literal. */
  private final Map<Integer, LiteralSlot> hoisted = new HashMap<>();

  /** The literals that a column is compared with, by the column; of one whose values differ. */
  private final Map<Integer, List<Limit>> limits = new HashMap<>();

  /** The types of the parameters, by their numbers. */
  private final Map<Integer, RelDataType> parameters = new HashMap<>();

  SimpleExpressions(SimpleTable table, Hoisting hoisting) {
    this.table = table;
    this.hoisting = hoisting;
  }

  /** Tells what was found to those who keep it, once it is sure that nobody looks again. */
  void finish(ParameterTypes types) {
    limits.forEach(this::sort);
    hoisting.hoist(hoisted);
    for (int i = 0; i < parameters.size(); i++) {
      RelDataType type = parameters.get(i);
      if (type != null) {
        types.set(i, type);
      }
    }
  }

  /** Says by which values of its literals the plan is to be told from others. */
  private void sort(int column, List<Limit> compared) {
    ValueClass classes =
        new ValueClass(
            table.table().statistics(),
            column,
            table.table().definition().columns().get(column).type(),
            compared);
    hoisted.computeIfPresent(compared.get(0).literal(), (literal, slot) -> slot.with(classes));
  }

  /**
   * The conditions that must all be met, behind those that are there. False if one is not simple.
   */
  boolean conditions(@Nullable SqlNode condition, List<RexNode> conditions) {
    if (condition == null) {
      return true;
    }
    if (!(condition instanceof SqlBasicCall call)) {
      return false;
    }
    if (call.getKind() == SqlKind.AND) {
      return conditions(call.operand(0), conditions) && conditions(call.operand(1), conditions);
    }
    RexNode simple = condition(call);
    return simple != null && conditions.add(simple);
  }

  private @Nullable RexNode condition(SqlBasicCall call) {
    return switch (call.getKind()) {
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case LIKE -> like(call);
      case IS_NULL, IS_NOT_NULL -> {
        RexNode column = column(call.operand(0));
        yield column == null ? null : REX.makeCall(call.getOperator(), column);
      }
      default -> null;
    };
  }

  /** A text that is like a pattern, which the plan has to know. */
  private @Nullable RexNode like(SqlBasicCall call) {
    RexNode column = column(call.operand(0));
    if (column == null || column.getType().getSqlTypeName() != SqlTypeName.VARCHAR) {
      return null;
    }
    boolean isPlain =
        call.getOperator().equals(SqlStdOperatorTable.LIKE) && call.operandCount() == 2;
    return isPlain && call.operand(1) instanceof SqlCharStringLiteral pattern
        ? call(call.getOperator(), column, plain(pattern))
        : null;
  }

  private @Nullable RexNode comparison(SqlBasicCall call) {
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    RexNode first = value(left);
    RexNode limit = first instanceof RexInputRef column ? limit(column, call, right) : null;
    RexNode second = limit != null || first == null ? limit : comparedWith(first.getType(), right);
    if (first == null || second == null || isConstant(left)) {
      return null;
    }
    return isComparable(first.getType(), second.getType())
        ? call(call.getOperator(), first, second)
        : null;
  }

  /**
   * A literal that a column is compared with, if some of its values ask for other plans than others
   * and the statistics can tell which; null if not.
   */
  private @Nullable RexNode limit(RexInputRef column, SqlBasicCall call, SqlNode node) {
    Comparison comparison = comparison(call.getKind());
    TableProfile profile = table.table().statistics().profile();
    ColumnStatistics known = profile == null ? null : profile.column(column.getIndex());
    if (known == null || comparison == null || !(node instanceof SqlLiteral literal)) {
      return null;
    }
    boolean isEqual = comparison == Comparison.EQUAL;
    RexLiteral value = plain(literal, column.getType());
    if (value == null || (isEqual && !known.isSkewed())) {
      return null;
    }
    LiteralSlot slot =
        isEqual ? hoisting.slot(literal, value.getType()) : hoisting.end(literal, value.getType());
    if (slot == null) {
      return null;
    }
    int number = hoisting.literal(literal);
    limits
        .computeIfAbsent(column.getIndex(), index -> new ArrayList<>())
        .add(new Limit(number, comparison));
    hoisted.put(number, slot);
    return new HoistedValue(value.getType(), ExpressionCompiler.LITERALS_FIRST + number, value);
  }

  private static @Nullable Comparison comparison(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Comparison.EQUAL;
      case LESS_THAN -> Comparison.LESS;
      case LESS_THAN_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case GREATER_THAN -> Comparison.GREATER;
      case GREATER_THAN_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      default -> null;
    };
  }

  private static boolean isConstant(SqlNode node) {
    return node instanceof SqlNumericLiteral;
  }

  private static boolean isComparable(RelDataType left, RelDataType right) {
    return (isExact(left) && isExact(right))
        || (left.getSqlTypeName() == right.getSqlTypeName()
            && (left.getSqlTypeName() == SqlTypeName.VARCHAR
                || left.getSqlTypeName() == SqlTypeName.DATE));
  }

  /** An operand that takes its type from the other one, if it is a text or a parameter. */
  private @Nullable RexNode comparedWith(RelDataType type, SqlNode node) {
    if (node instanceof SqlCharStringLiteral text) {
      return type.getSqlTypeName() == SqlTypeName.VARCHAR ? literal(text, plain(text)) : null;
    }
    return node instanceof SqlDynamicParam parameter ? parameter(parameter, type) : value(node);
  }

  /** A column, a number, or what is computed of them. */
  @Nullable RexNode value(SqlNode node) {
    if (node instanceof SqlNumericLiteral number) {
      return literal(number);
    }
    return node instanceof SqlBasicCall call ? arithmetic(call) : column(node);
  }

  private @Nullable RexNode arithmetic(SqlBasicCall call) {
    switch (call.getKind()) {
      case PLUS, MINUS, TIMES -> {}
      default -> {
        return null;
      }
    }
    RexNode left = value(call.operand(0));
    RexNode right = left == null ? null : value(call.operand(1));
    boolean isFixed = isConstant(call.operand(0)) && isConstant(call.operand(1));
    if (left == null || right == null || isFixed) {
      return null;
    }
    return isExact(left.getType()) && isExact(right.getType())
        ? call(call.getOperator(), left, right)
        : null;
  }

  private static RexNode call(SqlOperator operator, RexNode left, RexNode right) {
    List<RexNode> operands = consistent(operator, left, right);
    return REX.makeCall(
        REX.deriveReturnType(operator, operands), operator, RexUtil.flatten(operands, operator));
  }

  /** The operands, in their common type if the operator wants them to be of the same one. */
  private static List<RexNode> consistent(SqlOperator operator, RexNode left, RexNode right) {
    SqlOperandTypeChecker checker = operator.getOperandTypeChecker();
    boolean isUnited =
        checker != null
            && checker.getConsistency() == SqlOperandTypeChecker.Consistency.LEAST_RESTRICTIVE;
    RelDataType common =
        isUnited ? TYPES.leastRestrictive(List.of(left.getType(), right.getType())) : null;
    return common == null
        ? List.of(left, right)
        : List.of(REX.ensureType(common, left, true), REX.ensureType(common, right, true));
  }

  private static boolean isExact(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
      default -> false;
    };
  }

  /** A column; null if the node is none. */
  @Nullable RexNode column(SqlNode node) {
    int column = table.column(node);
    return column == SimpleTable.NONE
        ? null
        : REX.makeInputRef(table.table().getRowType().getFieldList().get(column).getType(), column);
  }

  private @Nullable RexNode literal(SqlNumericLiteral number) {
    return number.isExact() ? literal(number, plain(number)) : null;
  }

  private RexNode literal(SqlLiteral literal, RexLiteral value) {
    LiteralSlot slot = hoisting.slot(literal, value.getType());
    return slot == null ? value : hoisted(hoisting.literal(literal), slot, value.getType());
  }

  private static RexLiteral plain(SqlNumericLiteral number) {
    return REX.makeExactLiteral(number.getValueAs(BigDecimal.class), number.createSqlType(TYPES));
  }

  private static RexLiteral plain(SqlCharStringLiteral text) {
    return REX.makeCharLiteral(text.getValueAs(NlsString.class));
  }

  /** A literal that is compared with a value of a type; null if that may be no simple matter. */
  private static @Nullable RexLiteral plain(SqlLiteral literal, RelDataType compared) {
    if (literal instanceof SqlNumericLiteral number) {
      return number.isExact() && isExact(compared) ? plain(number) : null;
    }
    return literal instanceof SqlCharStringLiteral text
            && compared.getSqlTypeName() == SqlTypeName.VARCHAR
        ? plain(text)
        : null;
  }

  private RexNode hoisted(int literal, LiteralSlot slot, RelDataType type) {
    hoisted.put(literal, slot);
    return REX.makeDynamicParam(type, ExpressionCompiler.LITERALS_FIRST + literal);
  }

  private RexNode parameter(SqlDynamicParam parameter, RelDataType place) {
    RelDataType type = ParameterTypes.ofPlace(place);
    parameters.put(parameter.getIndex(), type);
    return REX.makeDynamicParam(type, parameter.getIndex());
  }
}
