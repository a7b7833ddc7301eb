package org.pydb.calcite.exec.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Floating point numbers print in the fewest digits that read back as the same number. */
class DoubleTextTest {

  @Test
  void readsBackDoubles() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double value = number(random);
      String text = print(value);
      assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
      assertShortest(value, text);
    }
  }

  @Test
  void readsBackFloats() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isNaN(value) || Float.isInfinite(value)) {
        continue;
      }
      AsciiBuilder text = new AsciiBuilder();
      DoubleText.printFloat(value, text);
      assertThat(Float.parseFloat(text.toString())).as(text.toString()).isEqualTo(value);
    }
  }

  private static double number(Random random) {
    double value =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(2_000_000) / 100.0;
          case 1 -> random.nextLong();
          case 2 -> Math.scalb(1.0, random.nextInt(2000) - 1000);
          default -> Double.longBitsToDouble(random.nextLong());
        };
    return Double.isNaN(value) || Double.isInfinite(value) ? 0.5 : value;
  }

  private static String print(double value) {
    AsciiBuilder text = new AsciiBuilder();
    DoubleText.print(value, text);
    return text.toString();
  }

  /** No decimal with one digit less, rounded down or up, is the same double. */
  private static void assertShortest(double value, String text) {
    BigDecimal printed = new BigDecimal(text).stripTrailingZeros();
    int digits = printed.precision() - 1;
    if (digits == 0 || value == 0) {
      return;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
    boolean reads = isInside(down, value) || isInside(up, value);
    assertThat(reads).as("%s could be shorter", text).isFalse();
  }

  /** Whether a decimal reads as a double and is not half way to a neighbour. */
  private static boolean isInside(BigDecimal decimal, double value) {
    if (decimal.doubleValue() != value) {
      return false;
    }
    BigDecimal exact = new BigDecimal(value);
    double neighbour = decimal.compareTo(exact) > 0 ? Math.nextUp(value) : Math.nextDown(value);
    BigDecimal middle = exact.add(new BigDecimal(neighbour)).divide(BigDecimal.valueOf(2));
    return decimal.compareTo(middle) != 0;
  }
}
