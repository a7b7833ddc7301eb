package org.pydb.calcite.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Decimals of given scales, on longs and beyond them, against {@code BigDecimal}. */
class DecimalArithmeticTest {
  private static final List<ScalarFunction> OPERATIONS =
      List.of(
          ScalarFunction.ADD,
          ScalarFunction.SUBTRACT,
          ScalarFunction.MULTIPLY,
          ScalarFunction.DIVIDE,
          ScalarFunction.MODULO);

  @Test
  void computesAsBigDecimalDoes() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      ScalarFunction operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      int leftScale = random.nextInt(8);
      int rightScale = random.nextInt(8);
      int scale = scale(operation, leftScale, rightScale, random);
      int digits = 1 + random.nextInt(random.nextBoolean() ? 8 : 24);
      Vector left = column(leftScale, digits, random);
      Vector right = column(rightScale, digits, random);
      Expression call =
          Expressions.call(
              operation,
              ColumnType.decimal(38, scale),
              Expressions.column(0, ColumnType.decimal(38, leftScale)),
              Expressions.column(1, ColumnType.decimal(38, rightScale)));
      Batch batch = new Batch(left, right);
      batch.selectAll(50);
      Vector result = evaluate(call, batch);
      for (int row = 0; row < 50; row++) {
        BigDecimal a = (BigDecimal) left.getObject(row);
        BigDecimal b = (BigDecimal) right.getObject(row);
        assertThat(result.getObject(row))
            .as("seed %d: %s %s %s at scale %d", seed, a, operation, b, scale)
            .isEqualTo(expected(operation, a, b, scale));
      }
    }
  }

  private static int scale(ScalarFunction operation, int left, int right, Random random) {
    return switch (operation) {
      case MULTIPLY -> Math.max(0, left + right - random.nextInt(3));
      case DIVIDE -> 2 + random.nextInt(12);
      case MODULO -> Math.max(left, right);
      default -> Math.max(left, right) + random.nextInt(2);
    };
  }

  private static Vector evaluate(Expression expression, Batch batch) {
    Evaluator evaluator = expression.evaluator();
    evaluator.open(new TestContext());
    return evaluator.evaluate(batch, Selection.ALL, batch.size());
  }

  private static Vector column(int scale, int digits, Random random) {
    Vector vector = Vector.of(ColumnType.decimal(38, scale));
    vector.reset(50);
    for (int row = 0; row < 50; row++) {
      BigInteger unscaled = new BigInteger(1 + random.nextInt(digits * 3), random);
      // Never zero: division by it is tested elsewhere.
      BigDecimal value = new BigDecimal(unscaled.add(BigInteger.ONE), scale);
      vector.setObject(
          row, random.nextInt(10) == 0 ? null : random.nextBoolean() ? value : value.negate());
    }
    return vector;
  }

  private static @Nullable BigDecimal expected(
      ScalarFunction operation, @Nullable BigDecimal a, @Nullable BigDecimal b, int scale) {
    if (a == null || b == null) {
      return null;
    }
    BigDecimal exact =
        switch (operation) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case MODULO -> a.remainder(b);
          default -> a.divide(b, scale, RoundingMode.HALF_UP);
        };
    return exact.setScale(scale, RoundingMode.HALF_UP);
  }

  @Test
  void rescalesAsBigDecimalDoes() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int fromScale = random.nextInt(10);
      int toScale = random.nextInt(10);
      int precision = toScale + 1 + random.nextInt(20);
      Vector vector = column(fromScale, 1 + random.nextInt(10), random);
      Expression cast =
          Expressions.cast(
                  Expressions.column(0, ColumnType.decimal(38, fromScale)),
                  ColumnType.decimal(precision, toScale),
                  CastMode.EXPLICIT)
              .orElseThrow();
      for (int row = 0; row < 50; row++) {
        BigDecimal value = (BigDecimal) vector.getObject(row);
        if (value != null) {
          assertThat(rescale(cast, vector, row))
              .as("seed %d: %s to (%d,%d)", seed, value, precision, toScale)
              .isEqualTo(rescaled(value, precision, toScale));
        }
      }
    }
  }

  /** The value of one row, or the SQLSTATE. */
  private static @Nullable Object rescale(Expression cast, Vector vector, int row) {
    Batch batch = new Batch(vector);
    int[] rows = {row};
    batch.select(50, rows, 1);
    Evaluator evaluator = cast.evaluator();
    evaluator.open(new TestContext());
    try {
      return evaluator.evaluate(batch, rows, 1).getObject(row);
    } catch (SqlError e) {
      return e.state();
    }
  }

  private static Object rescaled(BigDecimal value, int precision, int scale) {
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    return rounded.precision() > precision ? (Object) "22003" : rounded;
  }
}
