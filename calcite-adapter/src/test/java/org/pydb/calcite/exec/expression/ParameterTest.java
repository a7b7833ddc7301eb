package org.pydb.calcite.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Bound values become values of the type that their place asks for, or an error; never less. */
class ParameterTest {

  private static @Nullable Object bind(ColumnType type, ParameterValues values) {
    Object value = Expressions.evaluate(Expressions.parameter(0, type), new TestContext(values));
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value;
  }

  private static @Nullable Object bindLong(ColumnType type, ColumnKind kind, long value) {
    ParameterValues values = new ParameterValues(1);
    values.setLong(0, kind, value);
    return bind(type, values);
  }

  private static @Nullable Object bindDouble(ColumnType type, double value) {
    ParameterValues values = new ParameterValues(1);
    values.setDouble(0, ColumnKind.FLOAT64, value);
    return bind(type, values);
  }

  private static @Nullable Object bindText(ColumnType type, String value) {
    ParameterValues values = new ParameterValues(1);
    values.setText(0, value);
    return bind(type, values);
  }

  private static @Nullable Object bindDecimal(ColumnType type, String value) {
    ParameterValues values = new ParameterValues(1);
    values.setDecimal(0, new BigDecimal(value));
    return bind(type, values);
  }

  private static ColumnType type(ColumnKind kind) {
    return ColumnType.of(kind);
  }

  @Test
  void takesValuesOfTheType() {
    assertThat(bindLong(type(ColumnKind.INT32), ColumnKind.INT32, 7)).isEqualTo(7L);
    assertThat(bindLong(type(ColumnKind.INT64), ColumnKind.INT16, 7)).isEqualTo(7L);
    assertThat(bindDouble(type(ColumnKind.FLOAT64), 1.5)).isEqualTo(1.5);
    assertThat(bindText(type(ColumnKind.TEXT), "é")).isEqualTo("é");
    assertThat(bindDecimal(type(ColumnKind.NUMERIC), "1.50")).isEqualTo(new BigDecimal("1.50"));
    ParameterValues values = new ParameterValues(1);
    values.setNull(0);
    assertThat(bind(type(ColumnKind.INT32), values)).isNull();
  }

  @Test
  void narrowsWhatFits() {
    assertThat(bindLong(type(ColumnKind.INT16), ColumnKind.INT64, 32767)).isEqualTo(32767L);
    assertFails("22003", () -> bindLong(type(ColumnKind.INT16), ColumnKind.INT64, 32768));
    assertThat(bindDouble(type(ColumnKind.INT32), 2.0)).isEqualTo(2L);
    assertFails("22003", () -> bindDouble(type(ColumnKind.INT32), 2.5));
    assertThat(bindDecimal(type(ColumnKind.INT32), "2.0")).isEqualTo(2L);
    assertFails("22003", () -> bindDecimal(type(ColumnKind.INT32), "2.5"));
    assertThat(bindDecimal(ColumnType.decimal(5, 2), "1.5")).isEqualTo(new BigDecimal("1.50"));
    assertFails("22003", () -> bindDecimal(ColumnType.decimal(5, 2), "1.005"));
    assertFails("22003", () -> bindDecimal(ColumnType.decimal(5, 2), "1000"));
    assertFails(
        "22003", () -> bindLong(type(ColumnKind.FLOAT64), ColumnKind.INT64, (1L << 53) + 1));
  }

  @Test
  void widensWithoutRounding() {
    assertThat(bindLong(type(ColumnKind.NUMERIC), ColumnKind.INT32, 7))
        .isEqualTo(new BigDecimal("7"));
    assertThat(bindDouble(type(ColumnKind.NUMERIC), 0.1 + 0.2))
        .isEqualTo(new BigDecimal("0.30000000000000004"));
    assertThat(bindDouble(ColumnType.decimal(10, 2), 19.99)).isEqualTo(new BigDecimal("19.99"));
    assertFails("22P02", () -> bindDouble(type(ColumnKind.NUMERIC), Double.NaN));
  }

  @Test
  void readsText() {
    assertThat(bindText(type(ColumnKind.INT32), " 12 ")).isEqualTo(12L);
    assertFails("22P02", () -> bindText(type(ColumnKind.INT32), "12x"));
    assertFails("22003", () -> bindText(type(ColumnKind.INT32), "99999999999"));
    assertThat(bindText(type(ColumnKind.DATE), "1970-01-02")).isEqualTo(1L);
    assertFails("22007", () -> bindText(type(ColumnKind.DATE), "tomorrow-ish"));
    assertFails("22008", () -> bindText(type(ColumnKind.DATE), "2024-02-30"));
    assertThat(bindText(type(ColumnKind.TIMESTAMP_TZ), "1970-01-01 01:00:00"))
        .as("in the session's zone")
        .isEqualTo(0L);
    assertThat(bindText(type(ColumnKind.CHAR), "ab  ")).isEqualTo("ab");
    assertThat(bindText(ColumnType.character(1), "abc"))
        .as("compares, cuts nothing")
        .isEqualTo("abc");
    assertThat(bindLong(type(ColumnKind.TEXT), ColumnKind.INT32, 5)).isEqualTo("5");
  }

  @Test
  void convertsDatesAndTimes() {
    assertThat(bindLong(type(ColumnKind.TIMESTAMP), ColumnKind.DATE, 1)).isEqualTo(86_400_000_000L);
    assertThat(bindLong(type(ColumnKind.DATE), ColumnKind.TIMESTAMP, 86_400_000_000L))
        .isEqualTo(1L);
    assertFails("22003", () -> bindLong(type(ColumnKind.DATE), ColumnKind.TIMESTAMP, 1));
    assertFails("42804", () -> bindLong(type(ColumnKind.DATE), ColumnKind.INT32, 1));
  }

  @Test
  void asksForAValue() {
    assertFails("07001", () -> bind(type(ColumnKind.INT32), new ParameterValues(1)));
  }

  /** A prepared statement's evaluator reads the values anew for each execution. */
  @Test
  void readsValuesAnewWhenOpenedAgain() {
    Expression sum =
        Expressions.call(
            ScalarFunction.ADD,
            type(ColumnKind.INT32),
            Expressions.parameter(0, type(ColumnKind.INT32)),
            Expressions.literal(type(ColumnKind.INT32), 1));
    Evaluator evaluator = sum.evaluator();
    Batch oneRow = new Batch();
    oneRow.selectAll(1);
    ParameterValues values = new ParameterValues(1);
    for (long i = 0; i < 3; i++) {
      values.setLong(0, ColumnKind.INT32, i);
      evaluator.open(new TestContext(values));
      assertThat(evaluator.evaluate(oneRow, Selection.ALL, 1).getObject(0)).isEqualTo(i + 1);
      evaluator.close();
    }
  }

  private static void assertFails(String state, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo(state));
  }
}
