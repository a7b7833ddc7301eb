package org.pydb.calcite.validate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.ArrayFunctions;
import org.pydb.calcite.function.GatheringAggregates;
import org.pydb.calcite.function.IntervalOperators;
import org.pydb.calcite.function.JavaAggregateOperator;
import org.pydb.calcite.function.JavaOperands;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.TypeNames;

/**
 * Chooses what {@code +} and {@code -} mean by the types of their operands: days are added to a
 * date, and two dates are days apart. Belongs to one validation.
 *
 * <p>A date and an interval are a timestamp, as in PostgreSQL. But where it is compared with a date
 * it stays a date if it is one: indexes know dates.
 */
final class TypedOperators {
  private final PydbValidator validator;

  /** The sums that became timestamps, and what they would be as dates. */
  private final IdentityHashMap<SqlNode, SqlNode> widened = new IdentityHashMap<>();

  /** Sums that stay dates. */
  private final Set<SqlNode> narrow = Collections.newSetFromMap(new IdentityHashMap<>());

  TypedOperators(PydbValidator validator) {
    this.validator = validator;
  }

  /** Changes a call of which the type is about to be found. */
  void choose(SqlValidatorScope scope, SqlBasicCall call) {
    if (narrow.contains(call)) {
      return;
    }
    switch (call.getKind()) {
      case PLUS, MINUS -> {
        if (call.operandCount() == 2) {
          arithmetic(scope, call);
        }
      }
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          BETWEEN ->
          comparison(scope, call);
      case TIMES, DIVIDE -> {
        scale(scope, call);
        hideTexts(scope, call);
      }
      case SUM, AVG -> {
        if (call.operandCount() == 1
            && isSpan(validator.deriveType(scope.getOperandScope(call), call.operand(0)))) {
          call.setOperator(
              call.getKind() == SqlKind.SUM
                  ? GatheringAggregates.INTERVAL_SUM
                  : GatheringAggregates.INTERVAL_AVG);
        }
      }
      case MINUS_PREFIX -> {
        if (isSpan(validator.deriveType(scope, call.operand(0)))) {
          call.setOperator(IntervalOperators.NEGATE);
        }
      }
      case CAST -> {
        if (call.operand(1) instanceof SqlDataTypeSpec type) {
          DataTypeCheck.check(type);
          RelDataType from = validator.deriveType(scope, call.operand(0));
          RelDataType to = type.deriveType(validator);
          OpaqueCasts.check(call, from, to);
          if (from.getComponentType() != null && SqlTypeUtil.inCharFamily(to)) {
            // Calcite would look for the type of the text's elements.
            SqlNode array = call.operand(0);
            call.setOperand(0, ArrayFunctions.TEXT_OF.createCall(call.getParserPosition(), array));
          }
        }
      }
      default -> {
        if (call.getOperator() instanceof JavaAggregateOperator) {
          convertArgument(scope, call);
        }
        boolean isExtract = call.getOperator().equals(ScalarFunctions.EXTRACT);
        boolean isPart = call.getOperator().getName().equalsIgnoreCase("date_part");
        if ((isExtract || isPart)
            && call.operandCount() == 2
            && isSpan(validator.deriveType(scope, call.operand(1)))) {
          call.setOperator(isExtract ? IntervalOperators.EXTRACT : IntervalOperators.PART);
        }
        JsonByType.choose(validator, scope, call);
        if (call.getOperator().equals(JsonFunctions.IS_JSON)) {
          checkJsonTest(call, validator.deriveType(scope, call.operand(0)));
        }
        if (call.getOperator().getName().equals("||") && call.operandCount() == 2) {
          concatenation(scope, call);
        }
        if (call.getOperator().equals(ScalarFunctions.SUBSTRING) && call.operandCount() == 2) {
          substring(scope, call);
        }
      }
    }
  }

  private static void checkJsonTest(SqlCall call, RelDataType type) {
    boolean isTested =
        SqlTypeUtil.inCharFamily(type)
            || SqlTypeUtil.isNull(type)
            || type.getSqlTypeName() == SqlTypeName.UNKNOWN
            || OpaqueType.is(type, OpaqueType.Kind.JSON)
            || OpaqueType.is(type, OpaqueType.Kind.JSONB);
    if (!isTested) {
      throw new PlacedError(
          call, "42804", "cannot use type " + TypeNames.of(type) + " in IS JSON predicate");
    }
  }

  /** An aggregate in Java takes a column of its own type. */
  private void convertArgument(SqlValidatorScope scope, SqlBasicCall call) {
    JavaOperands parameters = (JavaOperands) call.getOperator().getOperandTypeChecker();
    if (parameters == null || call.operandCount() != 1) {
      return;
    }
    RelDataType wanted = parameters.types().get(0);
    RelDataType given = validator.deriveType(scope.getOperandScope(call), call.operand(0));
    if (!SqlTypeUtil.equalSansNullability(wanted, given) && parameters.take(0, given)) {
      call.setOperand(0, UntypedLiteral.cast(call.operand(0), UntypedLiteral.unbounded(wanted)));
    }
  }

  /** {@code substring(x from y)} begins where y says, or finds y if that is a text. */
  private void substring(SqlValidatorScope scope, SqlBasicCall call) {
    if (SqlTypeUtil.inCharFamily(validator.deriveType(scope, call.operand(1)))) {
      call.setOperator(ScalarFunctions.REGEX_SUBSTRING);
    }
  }

  /** {@code ||} joins JSON if one side is. */
  private void concatenation(SqlValidatorScope scope, SqlBasicCall call) {
    RelDataType left = validator.deriveType(scope, call.operand(0));
    RelDataType right = validator.deriveType(scope, call.operand(1));
    boolean isLeftArray = left.getComponentType() != null;
    boolean isRightArray = right.getComponentType() != null;
    if (isJsonb(left) || isJsonb(right)) {
      call.setOperator(JsonFunctions.CONCAT);
    } else if (isLeftArray || isRightArray) {
      boolean isOneNull = isNull(left) || isNull(right);
      call.setOperator(
          isOneNull || (isLeftArray && isRightArray)
              ? ArrayFunctions.CAT
              : isLeftArray ? ArrayFunctions.APPEND : ArrayFunctions.PREPEND);
    }
  }

  private void arithmetic(SqlValidatorScope scope, SqlBasicCall call) {
    RelDataType left = validator.deriveType(scope, call.operand(0));
    RelDataType right = validator.deriveType(scope, call.operand(1));
    boolean isPlus = call.getKind() == SqlKind.PLUS;
    if (isSpan(left) || isSpan(right)) {
      span(scope, call, left, right);
    } else if (!isPlus && isMoment(left) && isMoment(right) && !(isDate(left) && isDate(right))) {
      call.setOperator(IntervalOperators.BETWEEN);
    } else if (!isPlus && isTime(left) && isTime(right)) {
      call.setOperator(IntervalOperators.BETWEEN);
    } else if (!isPlus && isJsonb(left)) {
      call.setOperator(JsonFunctions.WITHOUT);
    } else if (isDate(left) && isInteger(right)) {
      call.setOperator(isPlus ? ScalarFunctions.PLUS_DAYS : ScalarFunctions.MINUS_DAYS);
    } else if (isPlus && isInteger(left) && isDate(right)) {
      swap(call, ScalarFunctions.PLUS_DAYS);
    } else if (!isPlus && isDate(left) && isDate(right)) {
      call.setOperator(ScalarFunctions.DAYS_BETWEEN);
    } else if (isPlus && isDate(left) && isTime(right)) {
      call.setOperator(ScalarFunctions.AT_TIME);
    } else if (isPlus && isTime(left) && isDate(right)) {
      swap(call, ScalarFunctions.AT_TIME);
    } else if (isDate(left) && SqlTypeUtil.isInterval(right)) {
      shift(call, 0, 1);
    } else if (isPlus && SqlTypeUtil.isInterval(left) && isDate(right)) {
      shift(call, 1, 0);
    }
  }

  /** An interval beside another one, or beside a date or time. */
  private void span(
      SqlValidatorScope scope, SqlBasicCall call, RelDataType left, RelDataType right) {
    boolean isPlus = call.getKind() == SqlKind.PLUS;
    if (isSpan(left) && isSpan(right)) {
      call.setOperator(isPlus ? IntervalOperators.ADD : IntervalOperators.SUBTRACT);
      return;
    }
    int interval = isSpan(right) ? 1 : 0;
    RelDataType moment = interval == 1 ? left : right;
    StandardInterval standard =
        moment.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
            ? null
            : StandardInterval.of(call.operand(interval));
    if (standard != null && (isMoment(moment) || isTime(moment))) {
      lower(scope, call, interval, standard);
    } else if (interval == 1) {
      call.setOperator(isPlus ? IntervalOperators.PLUS : IntervalOperators.MINUS);
    } else if (isPlus) {
      swap(call, IntervalOperators.PLUS);
    }
  }

  /** Months and days are added to a time, or taken from it, one after the other. */
  private void lower(
      SqlValidatorScope scope, SqlBasicCall call, int interval, StandardInterval standard) {
    SqlNode single = standard.single();
    if (single == null) {
      SqlNode moment = call.operand(1 - interval);
      SqlNode shifted =
          call.getOperator().createCall(call.getParserPosition(), moment, standard.months());
      call.setOperand(1 - interval, shifted);
    }
    call.setOperand(interval, single == null ? standard.rest() : single);
    arithmetic(scope, call);
  }

  private void scale(SqlValidatorScope scope, SqlBasicCall call) {
    if (call.operandCount() != 2) {
      return;
    }
    if (isSpan(validator.deriveType(scope, call.operand(0)))) {
      call.setOperator(
          call.getKind() == SqlKind.TIMES ? IntervalOperators.MULTIPLY : IntervalOperators.DIVIDE);
    } else if (call.getKind() == SqlKind.TIMES
        && isSpan(validator.deriveType(scope, call.operand(1)))) {
      swap(call, IntervalOperators.MULTIPLY);
    }
  }

  /**
   * A number that is written as a text, {@code '5'::jsonb::int}, behind a plus: Calcite asks for
   * the number of a constant factor, and stumbles over the text.
   */
  private void hideTexts(SqlValidatorScope scope, SqlBasicCall call) {
    for (int i = 0; i < call.operandCount(); i++) {
      SqlNode factor = call.operand(i);
      if (factor.getKind() == SqlKind.CAST
          && UntypedLiteral.is(belowCasts(factor))
          && SqlTypeUtil.isNumeric(validator.deriveType(scope, factor))) {
        call.setOperand(
            i, SqlStdOperatorTable.UNARY_PLUS.createCall(factor.getParserPosition(), factor));
      }
    }
  }

  private static SqlNode belowCasts(SqlNode node) {
    SqlNode inner = node;
    while (inner.getKind() == SqlKind.CAST) {
      inner = ((SqlCall) inner).operand(0);
    }
    return inner;
  }

  private static boolean isSpan(RelDataType type) {
    return OpaqueType.is(type, OpaqueType.Kind.INTERVAL);
  }

  private static boolean isMoment(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  private static void swap(SqlBasicCall call, SqlOperator operator) {
    SqlNode left = call.operand(0);
    call.setOperand(0, call.operand(1));
    call.setOperand(1, left);
    call.setOperator(operator);
  }

  private void shift(SqlBasicCall call, int date, int interval) {
    SqlNode shifted = call.operand(date);
    SqlBasicCall inner =
        (SqlBasicCall)
            call.getOperator().createCall(call.getParserPosition(), call.getOperandList());
    SqlNode wide = timestamp(shifted);
    if (isWholeDays(call.operand(interval))) {
      narrow.add(inner);
      widened.put(call, inner);
    }
    call.setOperand(date, wide);
  }

  /** Whether what is added leaves midnight where it is. */
  private static boolean isWholeDays(SqlNode interval) {
    if (!(interval instanceof SqlIntervalLiteral literal)) {
      return false;
    }
    SqlIntervalLiteral.IntervalValue value =
        literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    return switch (value.getIntervalQualifier().typeName()) {
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH, INTERVAL_DAY -> true;
      default -> false;
    };
  }

  private static SqlNode timestamp(SqlNode date) {
    SqlParserPos position = date.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        date,
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, position), position));
  }

  /** Takes back what makes timestamps of dates if all that is compared is dates. */
  private void comparison(SqlValidatorScope scope, SqlBasicCall call) {
    List<SqlNode> operands = call.getOperandList();
    boolean hasWidened = false;
    for (SqlNode operand : operands) {
      validator.deriveType(scope, operand);
      hasWidened |= widened.containsKey(operand);
    }
    if (!hasWidened) {
      return;
    }
    for (SqlNode operand : operands) {
      if (!widened.containsKey(operand) && !isDate(validator.deriveType(scope, operand))) {
        return;
      }
    }
    for (int i = 0; i < operands.size(); i++) {
      SqlNode date = widened.get(operands.get(i));
      if (date != null) {
        call.setOperand(i, date);
      }
    }
  }

  private static boolean isNull(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.NULL;
  }

  private static boolean isJsonb(RelDataType type) {
    return OpaqueType.is(type, OpaqueType.Kind.JSONB);
  }

  private static boolean isDate(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE;
  }

  private static boolean isTime(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIME;
  }

  private static boolean isInteger(RelDataType type) {
    return SqlTypeName.INT_TYPES.contains(type.getSqlTypeName());
  }
}
