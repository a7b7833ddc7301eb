package org.pydb.calcite.function;

import static org.pydb.calcite.function.Signature.Slot.INTEGER;
import static org.pydb.calcite.function.Signature.Slot.INTERVAL;
import static org.pydb.calcite.function.Signature.Slot.NUMBER;
import static org.pydb.calcite.function.Signature.Slot.TEXT;
import static org.pydb.calcite.function.Signature.Slot.TIME;
import static org.pydb.calcite.function.Signature.Slot.TIMESTAMP;
import static org.pydb.calcite.function.Signature.Slot.TIMESTAMPTZ;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/** What is computed with intervals; which operator {@code +} is, the operands say. */
public final class IntervalOperators {

  private static final SqlReturnTypeInference TO_INTERVAL =
      ((SqlReturnTypeInference)
              binding -> PydbTypeFactory.INSTANCE.opaque(OpaqueType.Kind.INTERVAL))
          .andThen(SqlTypeTransforms.TO_NULLABLE);

  /** That of the moment, with all digits of a second; a date becomes a timestamp. */
  private static final SqlReturnTypeInference TO_MOMENT =
      ((SqlReturnTypeInference) IntervalOperators::moment).andThen(SqlTypeTransforms.TO_NULLABLE);

  /** A timestamp if there is one, and no instant; dates become instants. */
  private static final SqlReturnTypeInference BINNED =
      ((SqlReturnTypeInference) IntervalOperators::binned).andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final Signature MOMENT_AND_INTERVAL =
      Signature.of(TIMESTAMP, INTERVAL).or(TIMESTAMPTZ, INTERVAL).or(TIME, INTERVAL);

  private static final Signature TWO_MOMENTS =
      Signature.of(TIMESTAMP, TIMESTAMP).or(TIMESTAMPTZ, TIMESTAMPTZ);

  /** {@code timestamp + interval}. */
  public static final SqlOperator PLUS =
      PydbScalarFunction.of(
          "$plus_interval", ScalarFunction.PLUS_INTERVAL, TO_MOMENT, MOMENT_AND_INTERVAL);

  /** {@code timestamp - interval}. */
  public static final SqlOperator MINUS =
      PydbScalarFunction.of(
          "$minus_interval", ScalarFunction.MINUS_INTERVAL, TO_MOMENT, MOMENT_AND_INTERVAL);

  /** {@code timestamp - timestamp}. */
  public static final SqlOperator BETWEEN =
      interval("$interval_between", ScalarFunction.INTERVAL_BETWEEN, TWO_MOMENTS.or(TIME, TIME));

  /** {@code interval + interval}. */
  public static final SqlOperator ADD =
      interval("$interval_add", ScalarFunction.INTERVAL_ADD, Signature.of(INTERVAL, INTERVAL));

  /** {@code interval - interval}. */
  public static final SqlOperator SUBTRACT =
      interval(
          "$interval_subtract", ScalarFunction.INTERVAL_SUBTRACT, Signature.of(INTERVAL, INTERVAL));

  /** {@code interval * number}. */
  public static final SqlOperator MULTIPLY =
      interval(
          "$interval_multiply", ScalarFunction.INTERVAL_MULTIPLY, Signature.of(INTERVAL, NUMBER));

  /** {@code interval / number}. */
  public static final SqlOperator DIVIDE =
      interval("$interval_divide", ScalarFunction.INTERVAL_DIVIDE, Signature.of(INTERVAL, NUMBER));

  /** {@code -interval}. */
  public static final SqlOperator NEGATE =
      interval("$interval_negate", ScalarFunction.INTERVAL_NEGATE, Signature.of(INTERVAL));

  /** A cast to an interval whose seconds have so many digits. */
  public static final SqlOperator ROUND =
      interval("$interval_round", ScalarFunction.INTERVAL_ROUND, Signature.of(INTERVAL, NUMBER));

  /** A cast to an interval of some fields, of which this is the last. */
  public static final SqlOperator TRUNCATE =
      interval("$interval_truncate", ScalarFunction.DATE_TRUNC, Signature.of(TEXT, INTERVAL));

  /** {@code extract(field from interval)}. */
  public static final SqlOperator EXTRACT =
      PydbScalarFunction.of(
          "$interval_extract",
          ScalarFunction.INTERVAL_FIELD,
          ((SqlReturnTypeInference)
                  binding -> binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL))
              .andThen(SqlTypeTransforms.TO_NULLABLE),
          Signature.of(TEXT, INTERVAL));

  /** {@code date_part('field', interval)}. */
  public static final SqlOperator PART =
      PydbScalarFunction.of(
          "$interval_part",
          ScalarFunction.INTERVAL_PART,
          ReturnTypes.DOUBLE_NULLABLE,
          Signature.of(TEXT, INTERVAL));

  /** {@code (a, b) overlaps (c, d)}. */
  public static final SqlOperator OVERLAPS =
      PydbScalarFunction.of(
          "$overlaps",
          ScalarFunction.OVERLAPS,
          ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE),
          twoSpans(TIMESTAMP).or(twoSpans(TIMESTAMPTZ)).or(twoSpans(TIME)));

  private IntervalOperators() {}

  /** Each of two ends, or of one and how long it is. */
  private static Signature twoSpans(Signature.Slot end) {
    return Signature.of(end, end, end, end)
        .or(end, INTERVAL, end, INTERVAL)
        .or(end, end, end, INTERVAL)
        .or(end, INTERVAL, end, end);
  }

  static List<SqlOperator> all() {
    Signature one = Signature.of(INTERVAL);
    return List.of(
        PLUS,
        MINUS,
        BETWEEN,
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        NEGATE,
        ROUND,
        TRUNCATE,
        EXTRACT,
        PART,
        OVERLAPS,
        PydbScalarFunction.of(
            "isfinite",
            ScalarFunction.ISFINITE,
            ReturnTypes.BOOLEAN_NULLABLE,
            Signature.of(TIMESTAMP).or(TIMESTAMPTZ).or(INTERVAL)),
        PydbScalarFunction.of(
            "date_bin",
            ScalarFunction.DATE_BIN,
            BINNED,
            Signature.of(INTERVAL, TIMESTAMP, TIMESTAMP).or(INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ)),
        interval("age", ScalarFunction.AGE, TWO_MOMENTS.or(TIMESTAMP).or(TIMESTAMPTZ)),
        interval("justify_hours", ScalarFunction.JUSTIFY_HOURS, one),
        interval("justify_days", ScalarFunction.JUSTIFY_DAYS, one),
        interval("justify_interval", ScalarFunction.JUSTIFY_INTERVAL, one),
        interval(
            "make_interval",
            ScalarFunction.MAKE_INTERVAL,
            Signature.upTo(0, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, NUMBER)));
  }

  /** One that gives an interval. */
  private static SqlOperator interval(String name, ScalarFunction function, Signature operands) {
    return PydbScalarFunction.of(name, function, TO_INTERVAL, operands);
  }

  private static RelDataType binned(SqlOperatorBinding binding) {
    SqlTypeName instant = SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    List<SqlTypeName> types =
        binding.collectOperandTypes().stream().map(RelDataType::getSqlTypeName).toList();
    boolean isLocal = types.contains(SqlTypeName.TIMESTAMP) && !types.contains(instant);
    return binding.getTypeFactory().createSqlType(isLocal ? SqlTypeName.TIMESTAMP : instant);
  }

  private static RelDataType moment(SqlOperatorBinding binding) {
    SqlTypeName moment = binding.getOperandType(0).getSqlTypeName();
    return binding
        .getTypeFactory()
        .createSqlType(moment == SqlTypeName.DATE ? SqlTypeName.TIMESTAMP : moment);
  }
}
