package org.pydb.calcite.exec.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.pydb.calcite.api.SqlError;

/**
 * Exponentials, logarithms, powers and common divisors of decimals, to the scale that PostgreSQL 17
 * gives them: at least 16 significant digits. Stateless.
 *
 * <p>Each function estimates the size of its result in doubles to find the scale, computes with
 * some digits more than that, and rounds. Series converge fast because arguments are brought near
 * to one (logarithm, by roots) or to zero (exponential, by halving) first.
 */
public final class DecimalFunctions {
  private static final int GUARD_DIGITS = 12;
  private static final double LOG10_E = 0.434294481903252;
  private static final double LN_10 = 2.302585092994046;

  /** Beyond this many digits before the point an exponential is an overflow. */
  private static final int RESULT_DIGITS_MAX = 2000;

  private static final BigDecimal NEAR_BELOW = new BigDecimal("0.9");
  private static final BigDecimal NEAR_ABOVE = new BigDecimal("1.1");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private DecimalFunctions() {}

  /** e to a power. */
  public static BigDecimal exp(BigDecimal value) {
    double digits = value.doubleValue() * LOG10_E;
    int weight = (int) Math.max(-RESULT_DIGITS_MAX, Math.min(RESULT_DIGITS_MAX, digits));
    int scale = scale(weight, value.scale());
    return exp(value, scale);
  }

  private static BigDecimal exp(BigDecimal value, int scale) {
    double approximate = value.doubleValue();
    if (Math.abs(approximate) >= RESULT_DIGITS_MAX * 3) {
      if (approximate > 0) {
        throw Decimals.overflow();
      }
      return BigDecimal.ZERO.setScale(scale);
    }
    int digits = scale + Math.max(0, (int) (approximate * LOG10_E)) + GUARD_DIGITS;
    return expSeries(value, Math.max(digits, GUARD_DIGITS)).setScale(scale, RoundingMode.HALF_UP);
  }

  /** e to a power, with so many significant digits. */
  private static BigDecimal expSeries(BigDecimal value, int digits) {
    int halvings = Math.max(0, Math.getExponent(value.doubleValue()) + 8);
    MathContext context = new MathContext(digits + halvings / 2 + GUARD_DIGITS);
    BigDecimal x = value.divide(TWO.pow(halvings), context);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    BigDecimal least = BigDecimal.ONE.movePointLeft(context.getPrecision());
    for (int i = 1; term.abs().compareTo(least) > 0; i++) {
      term = term.multiply(x, context).divide(BigDecimal.valueOf(i), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum;
  }

  /** The natural logarithm. */
  public static BigDecimal ln(BigDecimal value) {
    checkForLog(value);
    int scale = scale(lnWeight(value), value.scale());
    return lnSeries(value, scale + GUARD_DIGITS).setScale(scale, RoundingMode.HALF_UP);
  }

  /** The logarithm of a value to a base. */
  public static BigDecimal log(BigDecimal base, BigDecimal value) {
    checkForLog(base);
    checkForLog(value);
    int weight = lnWeight(value) - lnWeight(base);
    int scale = scale(weight, Math.max(base.scale(), value.scale()));
    int digits = scale + Math.abs(lnWeight(base)) + Math.abs(lnWeight(value)) + GUARD_DIGITS;
    BigDecimal divisor = lnSeries(base, digits);
    return Decimals.divide(lnSeries(value, digits), divisor, scale);
  }

  private static void checkForLog(BigDecimal value) {
    if (value.signum() == 0) {
      throw new SqlError("2201E", "cannot take logarithm of zero");
    }
    if (value.signum() < 0) {
      throw new SqlError("2201E", "cannot take logarithm of a negative number");
    }
  }

  /** The natural logarithm, with so many digits after the point. */
  private static BigDecimal lnSeries(BigDecimal value, int digits) {
    int whole = value.precision() - value.scale();
    boolean near = value.compareTo(NEAR_BELOW) >= 0 && value.compareTo(NEAR_ABOVE) <= 0;
    if (near || whole == 1) {
      return lnOfSmall(value, digits);
    }
    BigDecimal mantissa = value.movePointLeft(whole - 1);
    BigDecimal ten = lnOfSmall(BigDecimal.TEN, digits + 6);
    return lnOfSmall(mantissa, digits + 2).add(ten.multiply(BigDecimal.valueOf(whole - 1)));
  }

  /** {@code ln x = 2^n ln x^(1/2^n)}, and near one {@code ln x = 2 artanh((x - 1) / (x + 1))}. */
  private static BigDecimal lnOfSmall(BigDecimal value, int digits) {
    MathContext context = new MathContext(digits + GUARD_DIGITS + 8);
    BigDecimal x = value;
    int roots = 0;
    while (x.subtract(BigDecimal.ONE).abs().compareTo(BigDecimal.valueOf(1, 2)) > 0) {
      x = x.sqrt(context);
      roots++;
    }
    BigDecimal ratio = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), context);
    BigDecimal square = ratio.multiply(ratio, context);
    BigDecimal sum = ratio;
    BigDecimal power = ratio;
    BigDecimal least = BigDecimal.ONE.movePointLeft(context.getPrecision());
    for (int i = 3; power.abs().compareTo(least) > 0; i += 2) {
      power = power.multiply(square, context);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), context), context);
    }
    return sum.multiply(TWO.pow(roots + 1), context);
  }

  /** The greatest decimal of which both are multiples, to the longer scale; by Euclid. */
  public static BigDecimal gcd(BigDecimal a, BigDecimal b) {
    int scale = Math.max(a.scale(), b.scale());
    BigInteger divisor = a.setScale(scale).unscaledValue().gcd(b.setScale(scale).unscaledValue());
    return new BigDecimal(divisor, scale);
  }

  /** The least decimal that is a multiple of both, to the longer scale. */
  public static BigDecimal lcm(BigDecimal a, BigDecimal b) {
    int scale = Math.max(a.scale(), b.scale());
    if (a.signum() == 0 || b.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    BigInteger left = a.setScale(scale).unscaledValue();
    BigInteger right = b.setScale(scale).unscaledValue();
    return new BigDecimal(left.divide(left.gcd(right)).multiply(right).abs(), scale);
  }

  /** A base to a power. */
  public static BigDecimal power(BigDecimal base, BigDecimal exponent) {
    boolean isInteger = exponent.signum() == 0 || exponent.stripTrailingZeros().scale() <= 0;
    if (base.signum() == 0 && exponent.signum() < 0) {
      throw new SqlError("2201F", "zero raised to a negative power is undefined");
    }
    if (base.signum() < 0 && !isInteger) {
      throw new SqlError(
          "2201F", "a negative number raised to a non-integer power yields a complex result");
    }
    if (isInteger && exponent.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return integerPower(base, exponent);
    }
    return base.signum() == 0
        ? BigDecimal.ZERO.setScale(Decimals.SIGNIFICANT_DIGITS_MIN)
        : realPower(base, exponent);
  }

  private static BigDecimal integerPower(BigDecimal base, BigDecimal wholeExponent) {
    int exponent = wholeExponent.intValue();
    double weight = base.signum() == 0 ? 0 : exponent * log10(base.abs());
    if (weight > Decimals.WHOLE_DIGITS_MAX) {
      throw Decimals.overflow();
    }
    int scale = scale((int) weight, Math.max(base.scale(), wholeExponent.scale()));
    if (weight < -scale - 1) {
      return BigDecimal.ZERO.setScale(scale);
    }
    if (exponent == 0) {
      return BigDecimal.ONE.setScale(scale);
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    int digits = Math.max(0, (int) weight) + scale + GUARD_DIGITS + 10;
    MathContext context = new MathContext(digits);
    BigDecimal power = power(base, Math.abs((long) exponent), context);
    return exponent < 0
        ? Decimals.divide(BigDecimal.ONE, power, scale)
        : power.setScale(scale, RoundingMode.HALF_UP);
  }

  private static BigDecimal power(BigDecimal base, long exponent, MathContext context) {
    BigDecimal result = BigDecimal.ONE;
    BigDecimal factor = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = result.multiply(factor, context);
      }
      factor = factor.multiply(factor, context);
    }
    return result;
  }

  private static BigDecimal realPower(BigDecimal base, BigDecimal exponent) {
    double estimate = exponent.doubleValue() * log10(base) * LN_10;
    if (Math.abs(estimate) > RESULT_DIGITS_MAX * 3.01) {
      if (estimate > 0) {
        throw Decimals.overflow();
      }
      return BigDecimal.ZERO.setScale(Decimals.RESULT_SCALE_MAX);
    }
    double weight = estimate * LOG10_E;
    int scale = scale((int) weight, Math.max(base.scale(), exponent.scale()));
    int exponentDigits = Math.max(0, exponent.precision() - exponent.scale());
    int digits = scale + Math.max(0, (int) weight) + exponentDigits + GUARD_DIGITS;
    return exp(lnSeries(base, digits).multiply(exponent), scale);
  }

  /** The decimal logarithm of a positive value as a double, also beyond the range of doubles. */
  private static double log10(BigDecimal value) {
    int shift = value.precision() - value.scale();
    return Math.log10(value.movePointLeft(shift).doubleValue()) + shift;
  }

  /** The scale of a result of about {@code 10^weight}: no less than its operands'. */
  private static int scale(int weight, int operandScale) {
    return Decimals.clampScale(Math.max(Decimals.SIGNIFICANT_DIGITS_MIN - weight, operandScale));
  }

  /** About how many digits before the point a logarithm has, less one. */
  private static int lnWeight(BigDecimal value) {
    if (value.compareTo(NEAR_BELOW) >= 0 && value.compareTo(NEAR_ABOVE) <= 0) {
      BigDecimal distance = value.subtract(BigDecimal.ONE);
      return distance.signum() == 0 ? 0 : distance.precision() - distance.scale() - 1;
    }
    return (int) Math.log10(Math.abs(log10(value) * LN_10));
  }
}
