package org.pydb.calcite.exec.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.pydb.calcite.api.SqlError;

/**
 * Exact decimals with PostgreSQL's rules for the digits of a result. A scale is never negative: a
 * million has scale 0. Stateless.
 */
public final class Decimals {

  /** The most digits before the point. */
  public static final int WHOLE_DIGITS_MAX = 131_072;

  /** The most digits after the point. */
  public static final int SCALE_MAX = 16_383;

  /** The most digits after the point that a division or a function gives. */
  public static final int RESULT_SCALE_MAX = 1000;

  /** The digits that a division or a function gives at least. */
  public static final int SIGNIFICANT_DIGITS_MIN = 16;

  /** PostgreSQL counts digits in groups of four, and so do its rules for scales. */
  private static final int GROUP_DIGITS = 4;

  private static final long[] POWERS = new long[19];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Decimals() {}

  /** Ten to a power from 0 to 18. */
  public static long powerOfTen(int exponent) {
    return POWERS[exponent];
  }

  /**
   * The value as a NUMERIC: scale not negative and within bounds.
   *
   * @throws SqlError 22003 if it has too many digits before the point
   */
  public static BigDecimal checked(BigDecimal value) {
    if ((long) value.precision() - value.scale() > WHOLE_DIGITS_MAX && value.signum() != 0) {
      throw overflow();
    }
    if (value.scale() < 0) {
      return value.signum() == 0 ? BigDecimal.ZERO : value.setScale(0);
    }
    return value.scale() > SCALE_MAX ? value.setScale(SCALE_MAX, RoundingMode.HALF_UP) : value;
  }

  /** 22003: more digits before the point than a NUMERIC holds. */
  public static SqlError overflow() {
    return new SqlError("22003", "value overflows numeric format");
  }

  /** 22012. */
  public static SqlError divisionByZero() {
    return new SqlError("22012", "division by zero");
  }

  /** The quotient with the scale that PostgreSQL gives it: see {@link #quotientScale}. */
  public static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw divisionByZero();
    }
    return dividend.divide(divisor, quotientScale(dividend, divisor), RoundingMode.HALF_UP);
  }

  /** The quotient rounded half away from zero to a scale. */
  public static BigDecimal divide(BigDecimal dividend, BigDecimal divisor, int scale) {
    if (divisor.signum() == 0) {
      throw divisionByZero();
    }
    return dividend.divide(divisor, scale, RoundingMode.HALF_UP);
  }

  /**
   * The scale of a quotient: so that it has at least 16 significant digits, by an estimate from the
   * leading groups of four digits, and no less than either operand has.
   */
  public static int quotientScale(BigDecimal dividend, BigDecimal divisor) {
    int weight = groupWeight(dividend) - groupWeight(divisor);
    if (leadingGroup(dividend) <= leadingGroup(divisor)) {
      weight--;
    }
    int scale = SIGNIFICANT_DIGITS_MIN - weight * GROUP_DIGITS;
    return clampScale(Math.max(scale, Math.max(dividend.scale(), divisor.scale())));
  }

  /** A scale for a result, within what results may have. */
  static int clampScale(int scale) {
    return Math.min(Math.max(scale, 0), RESULT_SCALE_MAX);
  }

  /** The power of 10,000 that the leading group of four digits stands for; 0 for zero. */
  static int groupWeight(BigDecimal value) {
    return value.signum() == 0
        ? 0
        : Math.floorDiv(value.precision() - value.scale() - 1, GROUP_DIGITS);
  }

  /** The leading group of four digits: 1 to 9999; 0 for zero. */
  private static int leadingGroup(BigDecimal value) {
    if (value.signum() == 0) {
      return 0;
    }
    int shift = groupWeight(value) * GROUP_DIGITS;
    return value.abs().movePointLeft(shift).setScale(0, RoundingMode.DOWN).intValueExact();
  }

  /** The remainder of truncating division; it has the sign of the dividend. */
  public static BigDecimal remainder(BigDecimal dividend, BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw divisionByZero();
    }
    int scale = Math.max(dividend.scale(), divisor.scale());
    return dividend.remainder(divisor).setScale(scale);
  }

  /** The value rounded half away from zero to so many digits after the point, or before it. */
  public static BigDecimal round(BigDecimal value, long digits) {
    return rescale(value, digits, RoundingMode.HALF_UP);
  }

  /** The value cut to so many digits after the point, or before it. */
  public static BigDecimal truncate(BigDecimal value, long digits) {
    return rescale(value, digits, RoundingMode.DOWN);
  }

  private static BigDecimal rescale(BigDecimal value, long digits, RoundingMode mode) {
    int scale = (int) Math.max(-WHOLE_DIGITS_MAX, Math.min(SCALE_MAX, digits));
    BigDecimal rounded = value.setScale(scale, mode);
    return checked(scale < 0 ? rounded.setScale(0) : rounded);
  }

  /**
   * The square root, to at least 16 significant digits.
   *
   * @throws SqlError 2201F for a negative value
   */
  public static BigDecimal squareRoot(BigDecimal value) {
    if (value.signum() < 0) {
      throw new SqlError("2201F", "cannot take square root of a negative number");
    }
    int rootWeight = (groupWeight(value) + 1) * GROUP_DIGITS / 2 - 1;
    int scale = clampScale(Math.max(SIGNIFICANT_DIGITS_MIN - rootWeight, value.scale()));
    return squareRoot(value, scale);
  }

  /** The square root of a value that is not negative, rounded half away from zero to a scale. */
  public static BigDecimal squareRoot(BigDecimal value, int scale) {
    // One digit more than asked for decides the rounding: a root is never exactly half.
    BigInteger shifted = value.setScale(2 * (scale + 1), RoundingMode.DOWN).unscaledValue();
    return new BigDecimal(shifted.sqrt(), scale + 1).setScale(scale, RoundingMode.HALF_UP);
  }

  /**
   * The double nearest to the value.
   *
   * @throws SqlError 22003 if it is beyond what doubles reach
   */
  public static double toDouble(BigDecimal value) {
    double result = value.doubleValue();
    if (Double.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw new SqlError("22003", "\"" + value + "\" is out of range for type double precision");
    }
    return result;
  }

  /**
   * The float nearest to the value.
   *
   * @throws SqlError 22003 if it is beyond what floats reach
   */
  public static float toFloat(BigDecimal value) {
    float result = value.floatValue();
    if (Float.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw new SqlError("22003", "\"" + value + "\" is out of range for type real");
    }
    return result;
  }

  /**
   * The decimal that PostgreSQL makes of a double: 15 significant digits.
   *
   * @throws SqlError 22003 for infinities and NaN, which NUMERIC does not hold here
   */
  public static BigDecimal ofDouble(double value) {
    return ofFloating(value, 15);
  }

  /** The decimal that PostgreSQL makes of a FLOAT32: 6 significant digits. */
  public static BigDecimal ofFloat(float value) {
    return ofFloating(value, 6);
  }

  private static BigDecimal ofFloating(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new SqlError("22003", "cannot convert " + value + " to numeric");
    }
    if (value == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal exact = new BigDecimal(value);
    int scale = digits - (exact.precision() - exact.scale());
    BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
