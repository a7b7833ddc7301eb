package org.pydb.calcite.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.function.Signature.Slot;

/**
 * PostgreSQL's functions with PostgreSQL's types, each by the function of our own that computes it.
 *
 * <p>Types that functions of the same name differ in are told by the first argument, as far as
 * needed: {@code sqrt} of a decimal is numeric, of anything else double.
 */
public final class ScalarFunctions {
  private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily INT = SqlTypeFamily.INTEGER;
  private static final SqlTypeFamily NUMBER = SqlTypeFamily.NUMERIC;
  private static final SqlTypeFamily EXACT = SqlTypeFamily.EXACT_NUMERIC;
  private static final SqlTypeFamily BYTES = SqlTypeFamily.BINARY;
  private static final SqlTypeFamily MOMENT = SqlTypeFamily.DATETIME;

  private static final SqlReturnTypeInference TO_TEXT = to(SqlTypeName.VARCHAR);

  /** Of bytes bytes, of anything else text. */
  private static final SqlReturnTypeInference PART = nullable(ScalarFunctions::part);

  /** Text, or NULL whatever the operands. */
  private static final SqlReturnTypeInference MAYBE_TEXT =
      ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  private static final SqlReturnTypeInference TO_INT = to(SqlTypeName.INTEGER);
  private static final SqlReturnTypeInference TO_DOUBLE = to(SqlTypeName.DOUBLE);
  private static final SqlReturnTypeInference TO_NUMERIC = to(SqlTypeName.DECIMAL);
  private static final SqlReturnTypeInference SAME = ReturnTypes.ARG0_NULLABLE;

  /** Double, except that a decimal gives a numeric. */
  private static final SqlReturnTypeInference MATH = nullable(ScalarFunctions::numericOrDouble);

  /** Numeric if a decimal has a part in it and no double has; otherwise double. */
  static final SqlReturnTypeInference POWER_TYPE = nullable(ScalarFunctions::power);

  /** The common type of all operands. */
  static final SqlReturnTypeInference COMMON = nullable(ScalarFunctions::common);

  /** The common type of integers; with a decimal among them numeric, of whatever length. */
  private static final SqlReturnTypeInference COMMON_OR_NUMERIC =
      nullable(
          binding ->
              SqlTypeUtil.isDecimal(common(binding)) ? numericIf(true, binding) : common(binding));

  private static final List<SqlOperator> ALL = new ArrayList<>();

  /** {@code coalesce}: Calcite's would be rewritten to CASE, which looks at operands twice. */
  public static final SqlOperator COALESCE =
      choice(ScalarFunction.COALESCE, SqlKind.COALESCE, ScalarFunctions::nullableIfAllAre);

  /** {@code greatest}: the greatest of those that are not NULL. */
  public static final SqlOperator GREATEST =
      choice(ScalarFunction.GREATEST, SqlKind.GREATEST_PG, ScalarFunctions::nullableIfAllAre);

  /** {@code least}: the least of those that are not NULL. */
  public static final SqlOperator LEAST =
      choice(ScalarFunction.LEAST, SqlKind.LEAST_PG, ScalarFunctions::nullableIfAllAre);

  /** {@code nullif}. */
  public static final SqlOperator NULLIF =
      choice(
          ScalarFunction.NULLIF,
          SqlKind.NULLIF,
          ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE));

  /**
   * {@code x in (a, b, …)} as one call: a tree of ORs would grow beyond reason. Its name is none
   * that anyone writes.
   */
  public static final SqlOperator IN_LIST =
      add("$in", ScalarFunction.IN, ReturnTypes.BOOLEAN_NULLABLE, CommonTypeOperands.atLeast(2));

  /** {@code extract(field from x)}, with the field as text. */
  public static final SqlOperator EXTRACT =
      add(ScalarFunction.EXTRACT, TO_NUMERIC, family(TEXT, MOMENT));

  /** {@code position(x in y)}, the other way round. */
  public static final SqlOperator STRPOS = add(ScalarFunction.STRPOS, TO_INT, texts(2));

  /** {@code trim(both x from y)}, the other way round. */
  public static final SqlOperator BTRIM = add(ScalarFunction.BTRIM, TO_TEXT, texts(1, 2));

  /** {@code trim(leading x from y)}, the other way round. */
  public static final SqlOperator LTRIM = add(ScalarFunction.LTRIM, TO_TEXT, texts(1, 2));

  /** {@code trim(trailing x from y)}, the other way round. */
  public static final SqlOperator RTRIM = add(ScalarFunction.RTRIM, TO_TEXT, texts(1, 2));

  /** {@code substring(x from i for n)}. */
  public static final SqlOperator SUBSTRING = add(ScalarFunction.SUBSTRING, PART, parts());

  /** {@code overlay(x placing y from i for n)}. */
  public static final SqlOperator OVERLAY =
      add(ScalarFunction.OVERLAY, TO_TEXT, upTo(3, TEXT, TEXT, INT, INT));

  /** {@code translate}, which the grammar knows as another function of Calcite's. */
  public static final SqlOperator TRANSLATE = add(ScalarFunction.TRANSLATE, TO_TEXT, texts(3));

  /** {@code substring(x from 'regular expression')}. */
  public static final SqlOperator REGEX_SUBSTRING =
      add("$substring_regex", ScalarFunction.REGEX_SUBSTRING, MAYBE_TEXT, texts(2));

  /** {@code date + integer}. */
  public static final SqlOperator PLUS_DAYS =
      add(
          "$plus_days",
          ScalarFunction.PLUS_DAYS,
          ReturnTypes.ARG0_NULLABLE.andThen(SqlTypeTransforms.TO_NULLABLE),
          family(SqlTypeFamily.DATE, INT));

  /** {@code date - integer}. */
  public static final SqlOperator MINUS_DAYS =
      add(
          "$minus_days",
          ScalarFunction.MINUS_DAYS,
          ReturnTypes.ARG0_NULLABLE.andThen(SqlTypeTransforms.TO_NULLABLE),
          family(SqlTypeFamily.DATE, INT));

  /** {@code date - date}. */
  public static final SqlOperator DAYS_BETWEEN =
      add(
          "$days_between",
          ScalarFunction.DAYS_BETWEEN,
          TO_INT,
          family(SqlTypeFamily.DATE, SqlTypeFamily.DATE));

  /** {@code date + time}. */
  public static final SqlOperator AT_TIME =
      add(
          "$at_time",
          ScalarFunction.AT_TIME,
          to(SqlTypeName.TIMESTAMP),
          family(SqlTypeFamily.DATE, SqlTypeFamily.TIME));

  /** {@code ceil}. */
  public static final SqlOperator CEIL = add(ScalarFunction.CEIL, MATH, family(NUMBER));

  /** {@code floor}. */
  public static final SqlOperator FLOOR = add(ScalarFunction.FLOOR, MATH, family(NUMBER));

  /** The next number of the sequence with an id. Its name is none that anyone writes. */
  public static final SqlOperator NEXT_OF_SEQUENCE =
      add("$next", ScalarFunction.NEXT_OF_SEQUENCE, to(SqlTypeName.BIGINT), family(INT));

  /** {@code 'name'::regclass}. Its name is none that anyone writes. */
  public static final SqlOperator REGCLASS =
      add("$regclass", ScalarFunction.REGCLASS, to(SqlTypeName.BIGINT), texts(1).or(family(INT)));

  /** {@code x::regclass::text}. Its name is none that anyone writes. */
  public static final SqlOperator REGCLASS_NAME =
      add("$regclass_name", ScalarFunction.REGCLASS_NAME, MAYBE_TEXT, family(INT));

  static {
    addOfSession();
    addOfCatalog();
    add("ceiling", ScalarFunction.CEIL, MATH, family(NUMBER));
    add("substr", ScalarFunction.SUBSTRING, PART, parts());
    addStrings();
    addMathematics();
    addDates();
    addPatterns();
    addQuoting();
    addNumbers();
    add(ScalarFunction.RANDOM, ReturnTypes.DOUBLE, OperandTypes.NILADIC);
    add(
        ScalarFunction.GEN_RANDOM_UUID,
        ReturnTypes.explicit(SqlTypeName.UUID),
        OperandTypes.NILADIC);
  }

  private ScalarFunctions() {}

  /** All of them that a statement may name. */
  static List<SqlOperator> all() {
    return List.copyOf(ALL);
  }

  private static void addOfSession() {
    SqlReturnTypeInference number = to(SqlTypeName.BIGINT);
    add(ScalarFunction.NEXTVAL, number, texts(1).or(family(INT)));
    add(ScalarFunction.CURRVAL, number, texts(1).or(family(INT)));
    add(ScalarFunction.LASTVAL, number, OperandTypes.NILADIC);
    add(
        ScalarFunction.SETVAL,
        number,
        Signature.upTo(2, Slot.TEXT, Slot.INTEGER, Slot.BOOLEAN)
            .or(Signature.upTo(2, Slot.INTEGER, Slot.INTEGER, Slot.BOOLEAN)));
    add(
        ScalarFunction.CURRENT_SCHEMA,
        ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE),
        OperandTypes.NILADIC);
    for (String name : List.of("current_user", "current_role", "session_user", "user")) {
      add(name, ScalarFunction.CURRENT_USER, ReturnTypes.VARCHAR, OperandTypes.NILADIC);
    }
    for (String name : List.of("current_database", "current_catalog")) {
      add(name, ScalarFunction.CURRENT_DATABASE, ReturnTypes.VARCHAR, OperandTypes.NILADIC);
    }
    add(ScalarFunction.VERSION, ReturnTypes.VARCHAR, OperandTypes.NILADIC);
    add(
        ScalarFunction.CURRENT_SETTING,
        MAYBE_TEXT,
        texts(1).or(family(TEXT, SqlTypeFamily.BOOLEAN)));
    add(ScalarFunction.SET_CONFIG, MAYBE_TEXT, family(TEXT, TEXT, SqlTypeFamily.BOOLEAN));
    add(ScalarFunction.PG_TYPEOF, ReturnTypes.VARCHAR, OperandTypes.ANY);
    SqlReturnTypeInference instant =
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    add(ScalarFunction.CLOCK_TIMESTAMP, instant, OperandTypes.NILADIC);
  }

  private static void addOfCatalog() {
    SqlTypeFamily truth = SqlTypeFamily.BOOLEAN;
    add(ScalarFunction.PG_GET_CONSTRAINTDEF, MAYBE_TEXT, upTo(1, INT, truth));
    add(ScalarFunction.PG_GET_INDEXDEF, MAYBE_TEXT, family(INT).or(family(INT, INT, truth)));
    add(ScalarFunction.PG_GET_VIEWDEF, MAYBE_TEXT, upTo(1, INT, truth));
    add(ScalarFunction.PG_GET_EXPR, MAYBE_TEXT, upTo(2, TEXT, INT, truth));
    add(ScalarFunction.FORMAT_TYPE, MAYBE_TEXT, family(INT, INT));
    add(ScalarFunction.OBJ_DESCRIPTION, MAYBE_TEXT, upTo(1, INT, TEXT));
    add(ScalarFunction.COL_DESCRIPTION, MAYBE_TEXT, family(INT, INT));
    add(ScalarFunction.PG_GET_SERIAL_SEQUENCE, MAYBE_TEXT, texts(2));
    add(ScalarFunction.PG_TABLE_IS_VISIBLE, ReturnTypes.BOOLEAN_NULLABLE, family(INT));
  }

  private static void addStrings() {
    add(ScalarFunction.LOWER, TO_TEXT, texts(1));
    add(ScalarFunction.UPPER, TO_TEXT, texts(1));
    add(ScalarFunction.INITCAP, TO_TEXT, texts(1));
    for (String name : List.of("length", "char_length", "character_length")) {
      add(name, ScalarFunction.CHAR_LENGTH, TO_INT, family(TEXT).or(family(BYTES)));
    }
    add(ScalarFunction.OCTET_LENGTH, TO_INT, family(TEXT).or(family(BYTES)));
    add(ScalarFunction.BIT_LENGTH, TO_INT, family(TEXT).or(family(BYTES)));
    add(ScalarFunction.REPLACE, TO_TEXT, texts(3));
    add(ScalarFunction.CONCAT, ReturnTypes.VARCHAR, OperandTypes.VARIADIC);
    add(ScalarFunction.CONCAT_WS, nullableAsFirst(), OperandTypes.VARIADIC);
    add(ScalarFunction.LEFT, TO_TEXT, family(TEXT, INT));
    add(ScalarFunction.RIGHT, TO_TEXT, family(TEXT, INT));
    add(ScalarFunction.LPAD, TO_TEXT, upTo(2, TEXT, INT, TEXT));
    add(ScalarFunction.RPAD, TO_TEXT, upTo(2, TEXT, INT, TEXT));
    add(ScalarFunction.REPEAT, TO_TEXT, family(TEXT, INT));
    add(ScalarFunction.REVERSE, TO_TEXT, texts(1));
    add(ScalarFunction.SPLIT_PART, TO_TEXT, family(TEXT, TEXT, INT));
    add(ScalarFunction.STARTS_WITH, ReturnTypes.BOOLEAN_NULLABLE, texts(2));
    add(ScalarFunction.MD5, TO_TEXT, family(TEXT).or(family(BYTES)));
    add(ScalarFunction.TO_HEX, TO_TEXT, family(INT));
    add(ScalarFunction.CHR, TO_TEXT, family(INT));
    add(ScalarFunction.ASCII, TO_INT, texts(1));
    add(ScalarFunction.ENCODE, TO_TEXT, family(BYTES, TEXT));
    add(ScalarFunction.DECODE, to(SqlTypeName.VARBINARY), texts(2));
    add(ScalarFunction.GET_BYTE, TO_INT, family(BYTES, INT));
    add(ScalarFunction.SET_BYTE, to(SqlTypeName.VARBINARY), family(BYTES, INT, INT));
    add(ScalarFunction.GET_BIT, TO_INT, family(BYTES, INT));
    add(ScalarFunction.SET_BIT, to(SqlTypeName.VARBINARY), family(BYTES, INT, INT));
    add(ScalarFunction.BIT_COUNT, to(SqlTypeName.BIGINT), family(BYTES));
  }

  private static void addPatterns() {
    add(ScalarFunction.REGEXP_LIKE, ReturnTypes.BOOLEAN_NULLABLE, texts(2, 3));
    add(ScalarFunction.REGEXP_COUNT, TO_INT, upTo(2, TEXT, TEXT, INT, TEXT));
    add(ScalarFunction.REGEXP_INSTR, TO_INT, upTo(2, TEXT, TEXT, INT, INT, INT, TEXT, INT));
    add(ScalarFunction.REGEXP_SUBSTR, MAYBE_TEXT, upTo(2, TEXT, TEXT, INT, INT, TEXT, INT));
    add(
        ScalarFunction.REGEXP_REPLACE,
        TO_TEXT,
        texts(3)
            .or(texts(4))
            .or(family(TEXT, TEXT, TEXT, INT))
            .or(family(TEXT, TEXT, TEXT, INT, INT))
            .or(family(TEXT, TEXT, TEXT, INT, INT, TEXT)));
  }

  private static void addQuoting() {
    add(ScalarFunction.QUOTE_IDENT, TO_TEXT, texts(1));
    add(ScalarFunction.QUOTE_LITERAL, TO_TEXT, OperandTypes.ANY);
    add(ScalarFunction.QUOTE_NULLABLE, ReturnTypes.VARCHAR, OperandTypes.ANY);
    add(ScalarFunction.FORMAT, nullableAsFirst(), OperandTypes.ONE_OR_MORE);
    for (ScalarFunction hash :
        List.of(
            ScalarFunction.SHA224,
            ScalarFunction.SHA256,
            ScalarFunction.SHA384,
            ScalarFunction.SHA512)) {
      add(hash, to(SqlTypeName.VARBINARY), family(BYTES));
    }
    add(ScalarFunction.CONVERT_TO, to(SqlTypeName.VARBINARY), texts(2));
    add(ScalarFunction.CONVERT_FROM, TO_TEXT, family(BYTES, TEXT));
    add(ScalarFunction.NUM_NULLS, ReturnTypes.INTEGER, OperandTypes.ONE_OR_MORE);
    add(ScalarFunction.NUM_NONNULLS, ReturnTypes.INTEGER, OperandTypes.ONE_OR_MORE);
  }

  private static void addNumbers() {
    for (ScalarFunction function :
        List.of(
            ScalarFunction.SIND,
            ScalarFunction.COSD,
            ScalarFunction.TAND,
            ScalarFunction.COTD,
            ScalarFunction.ASINH,
            ScalarFunction.ACOSH,
            ScalarFunction.ATANH)) {
      add(function, TO_DOUBLE, family(NUMBER));
    }
    add(ScalarFunction.FACTORIAL, TO_NUMERIC, family(INT));
    add(ScalarFunction.DIV, TO_NUMERIC, family(EXACT, EXACT));
    add(
        ScalarFunction.WIDTH_BUCKET,
        TO_INT,
        family(NUMBER, NUMBER, NUMBER, INT).or(Signature.of(Slot.ELEMENT, Slot.ARRAY)));
    add(ScalarFunction.SCALE, TO_INT, family(EXACT));
    add(ScalarFunction.MIN_SCALE, TO_INT, family(EXACT));
    add(ScalarFunction.TRIM_SCALE, TO_NUMERIC, family(EXACT));
  }

  private static void addMathematics() {
    add(ScalarFunction.ABS, SAME, family(NUMBER));
    add(ScalarFunction.SIGN, MATH, family(NUMBER));
    add(ScalarFunction.ROUND, MATH, family(NUMBER).or(family(EXACT, INT)));
    add(ScalarFunction.TRUNC, MATH, family(NUMBER).or(family(EXACT, INT)));
    add("mod", ScalarFunction.MODULO, COMMON, family(EXACT, EXACT));
    add(ScalarFunction.POWER, POWER_TYPE, family(NUMBER, NUMBER));
    add("pow", ScalarFunction.POWER, POWER_TYPE, family(NUMBER, NUMBER));
    for (ScalarFunction function :
        List.of(ScalarFunction.SQRT, ScalarFunction.EXP, ScalarFunction.LN, ScalarFunction.LOG10)) {
      add(function, MATH, family(NUMBER));
    }
    add("log", ScalarFunction.LOG, MATH, family(NUMBER).or(family(EXACT, EXACT)));
    for (ScalarFunction function :
        List.of(
            ScalarFunction.CBRT,
            ScalarFunction.SIN,
            ScalarFunction.COS,
            ScalarFunction.TAN,
            ScalarFunction.COT,
            ScalarFunction.ASIN,
            ScalarFunction.ACOS,
            ScalarFunction.ATAN,
            ScalarFunction.SINH,
            ScalarFunction.COSH,
            ScalarFunction.TANH,
            ScalarFunction.DEGREES,
            ScalarFunction.RADIANS)) {
      add(function, TO_DOUBLE, family(NUMBER));
    }
    add(ScalarFunction.ATAN2, TO_DOUBLE, family(NUMBER, NUMBER));
    add(ScalarFunction.PI, TO_DOUBLE, OperandTypes.NILADIC);
    add(ScalarFunction.GCD, COMMON_OR_NUMERIC, family(EXACT, EXACT));
    add(ScalarFunction.LCM, COMMON_OR_NUMERIC, family(EXACT, EXACT));
  }

  private static void addDates() {
    add(ScalarFunction.DATE_PART, TO_DOUBLE, family(TEXT, MOMENT));
    add(
        ScalarFunction.DATE_TRUNC,
        nullable(ScalarFunctions::truncated),
        family(TEXT, MOMENT)
            .or(Signature.of(Slot.TEXT, Slot.INTERVAL))
            .or(Signature.of(Slot.TEXT, Slot.TIMESTAMPTZ, Slot.TEXT)));
    add(ScalarFunction.MAKE_DATE, to(SqlTypeName.DATE), family(INT, INT, INT));
    add(ScalarFunction.MAKE_TIME, to(SqlTypeName.TIME), family(INT, INT, NUMBER));
    add(
        ScalarFunction.MAKE_TIMESTAMP,
        to(SqlTypeName.TIMESTAMP),
        family(INT, INT, INT, INT, INT, NUMBER));
    add(
        ScalarFunction.MAKE_TIMESTAMPTZ,
        to(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),
        upTo(6, INT, INT, INT, INT, INT, NUMBER, TEXT));
    add(
        ScalarFunction.TO_TIMESTAMP,
        to(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),
        family(NUMBER));
    add(ScalarFunction.TO_TIMESTAMP, to(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE), texts(2));
    add(ScalarFunction.TO_DATE, to(SqlTypeName.DATE), texts(2));
    add(ScalarFunction.TO_NUMBER, TO_NUMERIC, texts(2));
    add(
        ScalarFunction.TO_CHAR,
        TO_TEXT,
        family(MOMENT, TEXT).or(family(NUMBER, TEXT)).or(Signature.of(Slot.INTERVAL, Slot.TEXT)));
    add(ScalarFunction.TIMEZONE, nullable(ScalarFunctions::otherZoning), family(TEXT, MOMENT));
  }

  private static SqlOperator add(
      ScalarFunction function, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return add(function.sqlName(), function, type, operands);
  }

  private static SqlOperator add(
      String name,
      ScalarFunction function,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands) {
    SqlOperator operator = PydbScalarFunction.of(name, function, type, operands);
    ALL.add(operator);
    return operator;
  }

  /** A function that gives one of its operands, all of which have a common type. */
  private static SqlOperator choice(
      ScalarFunction function, SqlKind kind, SqlReturnTypeInference type) {
    SqlOperator operator =
        new PydbScalarFunction(
            function.name(),
            kind,
            function,
            type,
            kind == SqlKind.NULLIF ? CommonTypeOperands.exactly(2) : CommonTypeOperands.atLeast(1));
    ALL.add(operator);
    return operator;
  }

  private static SqlOperandTypeChecker texts(int count) {
    return texts(count, count);
  }

  private static SqlOperandTypeChecker texts(int least, int most) {
    return family(Collections.nCopies(most, TEXT), index -> index >= least);
  }

  /** Operands of these families, of which those from {@code least} on may be missing. */
  private static SqlOperandTypeChecker upTo(int least, SqlTypeFamily... families) {
    return family(List.of(families), index -> index >= least);
  }

  /** A text or bytes, where a part begins, and perhaps its length. */
  private static SqlOperandTypeChecker parts() {
    return family(TEXT, INT)
        .or(family(TEXT, INT, INT))
        .or(family(BYTES, INT))
        .or(family(BYTES, INT, INT));
  }

  private static RelDataType part(SqlOperatorBinding binding) {
    boolean isOfBytes = SqlTypeUtil.isBinary(binding.getOperandType(0));
    return binding
        .getTypeFactory()
        .createSqlType(isOfBytes ? SqlTypeName.VARBINARY : SqlTypeName.VARCHAR);
  }

  private static SqlReturnTypeInference to(SqlTypeName name) {
    return nullable(binding -> binding.getTypeFactory().createSqlType(name));
  }

  private static SqlReturnTypeInference nullable(SqlReturnTypeInference type) {
    return type.andThen(SqlTypeTransforms.TO_NULLABLE);
  }

  private static RelDataType numericOrDouble(SqlOperatorBinding binding) {
    boolean hasDecimal = false;
    boolean hasApproximate = false;
    for (RelDataType type : binding.collectOperandTypes()) {
      hasDecimal |= SqlTypeUtil.isDecimal(type);
      hasApproximate |= SqlTypeUtil.isApproximateNumeric(type);
    }
    boolean isExact = hasDecimal || binding.getOperandCount() == 2;
    return numericIf(isExact && !hasApproximate, binding);
  }

  private static RelDataType power(SqlOperatorBinding binding) {
    List<RelDataType> types = binding.collectOperandTypes();
    return numericIf(
        types.stream().anyMatch(SqlTypeUtil::isDecimal)
            && types.stream().noneMatch(SqlTypeUtil::isApproximateNumeric),
        binding);
  }

  private static RelDataType numericIf(boolean isNumeric, SqlOperatorBinding binding) {
    return binding
        .getTypeFactory()
        .createSqlType(isNumeric ? SqlTypeName.DECIMAL : SqlTypeName.DOUBLE);
  }

  private static RelDataType common(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataType type = factory.leastRestrictive(binding.collectOperandTypes());
    return type == null ? binding.getOperandType(0) : type;
  }

  private static RelDataType nullableIfAllAre(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    List<RelDataType> types = binding.collectOperandTypes();
    return factory.createTypeWithNullability(
        common(binding), types.stream().allMatch(RelDataType::isNullable));
  }

  private static SqlReturnTypeInference nullableAsFirst() {
    return binding ->
        binding
            .getTypeFactory()
            .createTypeWithNullability(
                binding.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                binding.getOperandType(0).isNullable());
  }

  /** A date becomes an instant at midnight, as PostgreSQL prefers it. */
  private static RelDataType truncated(SqlOperatorBinding binding) {
    RelDataType type = binding.getOperandType(1);
    boolean isInstant = type.getSqlTypeName() == SqlTypeName.DATE || binding.getOperandCount() > 2;
    return switch (type.getSqlTypeName()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          binding
              .getTypeFactory()
              .createSqlType(
                  isInstant ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : type.getSqlTypeName());
      default -> type;
    };
  }

  private static RelDataType otherZoning(SqlOperatorBinding binding) {
    boolean isInstant =
        binding.getOperandType(1).getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    return binding
        .getTypeFactory()
        .createSqlType(
            isInstant ? SqlTypeName.TIMESTAMP : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
  }
}
