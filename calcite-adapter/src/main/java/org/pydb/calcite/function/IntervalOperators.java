package org.pydb.calcite.function;

import static org.pydb.calcite.function.Signature.Slot.INTEGER;
import static org.pydb.calcite.function.Signature.Slot.INTERVAL;
import static org.pydb.calcite.function.Signature.Slot.NUMBER;
import static org.pydb.calcite.function.Signature.Slot.TEXT;
import static org.pydb.calcite.function.Signature.Slot.TIME;
import static org.pydb.calcite.function.Signature.Slot.TIMESTAMP;
import static org.pydb.calcite.function.Signature.Slot.TIMESTAMPTZ;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
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
  private static final List<SqlOperator> ALL = new ArrayList<>();

  private static final SqlReturnTypeInference TO_INTERVAL =
      ((SqlReturnTypeInference)
              binding -> PydbTypeFactory.INSTANCE.opaque(OpaqueType.Kind.INTERVAL))
          .andThen(SqlTypeTransforms.TO_NULLABLE);

  /** That of the moment; a date becomes a timestamp. */
  private static final SqlReturnTypeInference TO_MOMENT =
      ((SqlReturnTypeInference) IntervalOperators::moment).andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final Signature MOMENT_AND_INTERVAL =
      Signature.of(TIMESTAMP, INTERVAL).or(TIMESTAMPTZ, INTERVAL).or(TIME, INTERVAL);

  private static final Signature TWO_MOMENTS =
      Signature.of(TIMESTAMP, TIMESTAMP).or(TIMESTAMPTZ, TIMESTAMPTZ);

  /** {@code timestamp + interval}. */
  public static final SqlOperator PLUS =
      add("$plus_interval", ScalarFunction.PLUS_INTERVAL, TO_MOMENT, MOMENT_AND_INTERVAL);

  /** {@code timestamp - interval}. */
  public static final SqlOperator MINUS =
      add("$minus_interval", ScalarFunction.MINUS_INTERVAL, TO_MOMENT, MOMENT_AND_INTERVAL);

  /** {@code timestamp - timestamp}. */
  public static final SqlOperator BETWEEN =
      add(
          "$interval_between",
          ScalarFunction.INTERVAL_BETWEEN,
          TO_INTERVAL,
          TWO_MOMENTS.or(TIME, TIME));

  /** {@code interval + interval}. */
  public static final SqlOperator ADD =
      add(
          "$interval_add",
          ScalarFunction.INTERVAL_ADD,
          TO_INTERVAL,
          Signature.of(INTERVAL, INTERVAL));

  /** {@code interval - interval}. */
  public static final SqlOperator SUBTRACT =
      add(
          "$interval_subtract",
          ScalarFunction.INTERVAL_SUBTRACT,
          TO_INTERVAL,
          Signature.of(INTERVAL, INTERVAL));

  /** {@code interval * number}. */
  public static final SqlOperator MULTIPLY =
      add(
          "$interval_multiply",
          ScalarFunction.INTERVAL_MULTIPLY,
          TO_INTERVAL,
          Signature.of(INTERVAL, NUMBER));

  /** {@code interval / number}. */
  public static final SqlOperator DIVIDE =
      add(
          "$interval_divide",
          ScalarFunction.INTERVAL_DIVIDE,
          TO_INTERVAL,
          Signature.of(INTERVAL, NUMBER));

  /** {@code -interval}. */
  public static final SqlOperator NEGATE =
      add("$interval_negate", ScalarFunction.INTERVAL_NEGATE, TO_INTERVAL, Signature.of(INTERVAL));

  /** {@code extract(field from interval)}. */
  public static final SqlOperator EXTRACT =
      add(
          "$interval_extract",
          ScalarFunction.INTERVAL_FIELD,
          ((SqlReturnTypeInference)
                  binding -> binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL))
              .andThen(SqlTypeTransforms.TO_NULLABLE),
          Signature.of(TEXT, INTERVAL));

  /** {@code date_part('field', interval)}. */
  public static final SqlOperator PART =
      add(
          "$interval_part",
          ScalarFunction.INTERVAL_PART,
          ReturnTypes.DOUBLE_NULLABLE,
          Signature.of(TEXT, INTERVAL));

  static {
    add("age", ScalarFunction.AGE, TO_INTERVAL, TWO_MOMENTS.or(TIMESTAMP).or(TIMESTAMPTZ));
    Signature one = Signature.of(INTERVAL);
    add("justify_hours", ScalarFunction.JUSTIFY_HOURS, TO_INTERVAL, one);
    add("justify_days", ScalarFunction.JUSTIFY_DAYS, TO_INTERVAL, one);
    add("justify_interval", ScalarFunction.JUSTIFY_INTERVAL, TO_INTERVAL, one);
    add(
        "make_interval",
        ScalarFunction.MAKE_INTERVAL,
        TO_INTERVAL,
        Signature.upTo(0, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, NUMBER));
  }

  private IntervalOperators() {}

  static List<SqlOperator> all() {
    return List.copyOf(ALL);
  }

  private static RelDataType moment(SqlOperatorBinding binding) {
    RelDataType moment = binding.getOperandType(0);
    return moment.getSqlTypeName() == SqlTypeName.DATE
        ? binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP)
        : moment;
  }

  private static SqlOperator add(
      String name, ScalarFunction function, SqlReturnTypeInference type, Signature operands) {
    SqlOperator operator =
        new PydbScalarFunction(
            name.toUpperCase(Locale.ROOT), SqlKind.OTHER_FUNCTION, function, type, operands);
    ALL.add(operator);
    return operator;
  }
}
