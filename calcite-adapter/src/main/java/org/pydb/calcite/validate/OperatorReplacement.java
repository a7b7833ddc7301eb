package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.ArrayFunctions;
import org.pydb.calcite.function.IntervalOperators;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.parser.CastSuffix;
import org.pydb.calcite.parser.IntervalLiteral;

/**
 * Puts our functions in the place of Calcite's where the grammar, and not the name, says which
 * function is called: {@code extract(year from x)}, {@code trim(leading x from y)}, {@code x in (1,
 * 2)} …
 */
final class OperatorReplacement {

  /** Those whose operands stand in the same order. */
  private static final Map<SqlOperator, SqlOperator> SAME_OPERANDS =
      Map.of(
          SqlStdOperatorTable.SUBSTRING, ScalarFunctions.SUBSTRING,
          SqlStdOperatorTable.OVERLAY, ScalarFunctions.OVERLAY,
          SqlLibraryOperators.TRANSLATE3, ScalarFunctions.TRANSLATE,
          SqlStdOperatorTable.COALESCE, ScalarFunctions.COALESCE,
          SqlStdOperatorTable.NULLIF, ScalarFunctions.NULLIF);

  /** The kinds of JSON that Calcite's tests are for. */
  private static final Map<SqlOperator, String> JSON_TESTS =
      Map.of(
          SqlStdOperatorTable.IS_JSON_VALUE, "value",
          SqlStdOperatorTable.IS_JSON_OBJECT, "object",
          SqlStdOperatorTable.IS_JSON_ARRAY, "array",
          SqlStdOperatorTable.IS_JSON_SCALAR, "scalar");

  private static final Map<SqlOperator, String> NEGATED_JSON_TESTS =
      Map.of(
          SqlStdOperatorTable.IS_NOT_JSON_VALUE, "value",
          SqlStdOperatorTable.IS_NOT_JSON_OBJECT, "object",
          SqlStdOperatorTable.IS_NOT_JSON_ARRAY, "array",
          SqlStdOperatorTable.IS_NOT_JSON_SCALAR, "scalar");

  private OperatorReplacement() {}

  /** {@code ARRAY[]} has a type where it is cast to one. */
  static void typeEmptyArray(SqlCall call) {
    if (call.getKind() == SqlKind.CAST && isEmptyArray(call.operand(0))) {
      call.setOperand(0, SqlLiteral.createCharString("{}", call.operand(0).getParserPosition()));
    }
  }

  private static SqlNode isJson(SqlCall call, String kind) {
    SqlNode literal = SqlLiteral.createCharString(kind, call.getParserPosition());
    return make(JsonFunctions.IS_JSON, call, call.operand(0), literal);
  }

  /** Of spans that are told by two values each. */
  private static SqlNode overlaps(SqlCall call) {
    List<SqlNode> ends = new ArrayList<>();
    for (SqlNode span : call.getOperandList()) {
      boolean isPair =
          span instanceof SqlCall row && row.getKind() == SqlKind.ROW && row.operandCount() == 2;
      if (!isPair) {
        throw new PlacedError(
            span, "42601", "wrong number of parameters of OVERLAPS: expected two, as in (a, b)");
      }
      ends.addAll(((SqlCall) span).getOperandList());
    }
    return IntervalOperators.OVERLAPS.createCall(call.getParserPosition(), ends);
  }

  private static boolean isEmptyArray(SqlNode node) {
    return node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
        && ((SqlCall) node).operandCount() == 0;
  }

  /** The call that stands for {@code call}: ours, or the same one. */
  static SqlNode replace(SqlCall call) {
    SqlCall ofCatalog = call.getKind() == SqlKind.CAST ? CastSuffix.ofCatalog(call) : null;
    if (ofCatalog != null) {
      return ofCatalog;
    }
    SqlNode interval = IntervalLiteral.cast(call);
    if (interval != null) {
      return interval;
    }
    if (isEmptyArray(call)) {
      throw new PlacedError(
          call, "42P18", "cannot determine type of empty array: cast it, as ARRAY[]::integer[]");
    }
    if (call.getOperator().getName().equals("SUBSTRING") && isRegex(call)) {
      return make(ScalarFunctions.REGEX_SUBSTRING, call, call.operand(0), call.operand(1));
    }
    if (call.getOperator().getName().equalsIgnoreCase("generate_series")) {
      standardIntervals(call);
    }
    if (call.getOperator().getName().equalsIgnoreCase("pg_typeof")) {
      withoutLiteral(call);
    }
    String kind = JSON_TESTS.get(call.getOperator());
    String negatedKind = NEGATED_JSON_TESTS.get(call.getOperator());
    if (kind != null) {
      return isJson(call, kind);
    }
    if (negatedKind != null) {
      return make(SqlStdOperatorTable.NOT, call, isJson(call, negatedKind));
    }
    SqlOperator same = SAME_OPERANDS.get(call.getOperator());
    if (same != null && call instanceof SqlBasicCall basic) {
      basic.setOperator(same);
      return call;
    }
    return switch (call.getKind()) {
      case EXTRACT -> extract(call);
      case OVERLAPS -> overlaps(call);
      case TRIM -> trim(call);
      case POSITION -> position(call);
      case CEIL -> rounding(call, ScalarFunctions.CEIL);
      case FLOOR -> rounding(call, ScalarFunctions.FLOOR);
      case IN, NOT_IN -> in(call);
      case ITEM -> make(ArrayFunctions.ITEM, call, call.operand(0), call.operand(1));
      case SOME, ALL -> quantified(call);
      case WITHIN_GROUP -> WithinGroup.replace(call);
      case IS_NULL, IS_NOT_NULL -> ofEach(call);
      case PRECEDING, FOLLOWING -> distance(call);
      default -> GatheredJson.of(call);
    };
  }

  /** The distance of a RANGE over times is of one of Calcite's kinds. */
  private static SqlNode distance(SqlCall call) {
    SqlNode distance = call.operand(0);
    StandardInterval standard = StandardInterval.of(distance);
    if (standard != null && standard.single() == null) {
      throw new PlacedError(
          distance,
          "0A000",
          "RANGE takes an interval of months, or one of days and less, not of both");
    }
    standardIntervals(call);
    return call;
  }

  /** The steps of a series of times are of Calcite's kinds. */
  private static void standardIntervals(SqlCall call) {
    for (int i = 0; i < call.operandCount(); i++) {
      StandardInterval standard = StandardInterval.of(call.operand(i));
      if (standard != null && standard.single() != null) {
        call.setOperand(i, standard.single());
      }
    }
  }

  /** A literal that nothing gives a type is of type unknown, as NULL is. */
  private static void withoutLiteral(SqlCall call) {
    if (call.operandCount() == 1 && UntypedLiteral.is(call.operand(0))) {
      call.setOperand(0, SqlLiteral.createNull(call.operand(0).getParserPosition()));
    }
  }

  /** Whether it is {@code substring(x from 'regular expression')}. */
  private static boolean isRegex(SqlCall call) {
    return call.operandCount() == 2 && call.operand(1) instanceof SqlCharStringLiteral;
  }

  private static SqlNode extract(SqlCall call) {
    return call.operand(0) instanceof SqlIntervalQualifier unit
        ? make(ScalarFunctions.EXTRACT, call, unitName(unit), call.operand(1))
        : call;
  }

  private static SqlNode unitName(SqlIntervalQualifier unit) {
    String name =
        unit.timeFrameName != null ? unit.timeFrameName : unit.timeUnitRange.startUnit.name();
    return SqlLiteral.createCharString(name.toLowerCase(Locale.ROOT), unit.getParserPosition());
  }

  private static SqlNode trim(SqlCall call) {
    if (!call.getOperator().equals(SqlStdOperatorTable.TRIM) || call.operandCount() != 3) {
      return call;
    }
    SqlTrimFunction.Flag flag =
        ((SqlLiteral) call.operand(0)).symbolValue(SqlTrimFunction.Flag.class);
    SqlOperator ours =
        flag == SqlTrimFunction.Flag.LEADING
            ? ScalarFunctions.LTRIM
            : flag == SqlTrimFunction.Flag.TRAILING ? ScalarFunctions.RTRIM : ScalarFunctions.BTRIM;
    return make(ours, call, call.operand(2), call.operand(1));
  }

  private static SqlNode position(SqlCall call) {
    return call.getOperator().equals(SqlStdOperatorTable.POSITION) && call.operandCount() == 2
        ? make(ScalarFunctions.STRPOS, call, call.operand(1), call.operand(0))
        : call;
  }

  /** {@code floor(x)}; {@code floor(x to month)} stays Calcite's. */
  private static SqlNode rounding(SqlCall call, SqlOperator ours) {
    return call.operandCount() == 1 ? make(ours, call, call.operand(0)) : call;
  }

  /** A list of values is no tree of ORs here; a query, or a list of rows, stays as it is. */
  private static SqlNode in(SqlCall call) {
    if (!(call.operand(1) instanceof SqlNodeList list)
        || call.operand(0).getKind() == SqlKind.ROW) {
      return call;
    }
    List<SqlNode> operands = new ArrayList<>();
    operands.add(call.operand(0));
    operands.addAll(list.getList());
    SqlParserPos position = call.getParserPosition();
    SqlNode in =
        list.size() == 1
            ? SqlStdOperatorTable.EQUALS.createCall(position, operands)
            : ScalarFunctions.IN_LIST.createCall(position, operands);
    return call.getKind() == SqlKind.IN ? in : SqlStdOperatorTable.NOT.createCall(position, in);
  }

  /** A row is NULL if all its values are, and is not if none of them is. */
  private static SqlNode ofEach(SqlCall call) {
    if (call.operand(0).getKind() != SqlKind.ROW) {
      return call;
    }
    return ((SqlCall) call.operand(0))
        .getOperandList().stream()
            .map(value -> make(call.getOperator(), call, value))
            .reduce((left, right) -> make(SqlStdOperatorTable.AND, call, left, right))
            .orElse(call);
  }

  /** {@code x = ANY (array)}; of a query it stays as it is. */
  private static SqlNode quantified(SqlCall call) {
    if (!(call.getOperator() instanceof SqlQuantifyOperator quantifier)
        || !(call.operand(1) instanceof SqlNodeList list)) {
      return call;
    }
    SqlNode array = list.size() == 1 ? list.get(0) : null;
    boolean isAny = call.getKind() == SqlKind.SOME;
    boolean isList =
        quantifier.comparisonKind == (isAny ? SqlKind.EQUALS : SqlKind.NOT_EQUALS)
            && array != null
            && array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
            && ((SqlCall) array).operandCount() > 0;
    if (array == null || isList) {
      List<SqlNode> elements = array == null ? list.getList() : ((SqlCall) array).getOperandList();
      SqlNodeList values = new SqlNodeList(elements, list.getParserPosition());
      if (isList) {
        SqlOperator in = isAny ? SqlStdOperatorTable.IN : SqlStdOperatorTable.NOT_IN;
        return in((SqlCall) make(in, call, call.operand(0), values));
      }
      return call;
    }
    SqlNode sign =
        SqlLiteral.createCharString(quantifier.comparisonKind.sql, call.getParserPosition());
    return make(
        isAny ? ArrayFunctions.ANY : ArrayFunctions.EACH, call, sign, call.operand(0), array);
  }

  private static SqlNode make(
      SqlOperator operator, SqlCall replaced, @Nullable SqlNode... operands) {
    return operator.createCall(replaced.getParserPosition(), operands);
  }
}
