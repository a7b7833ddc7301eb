package org.pydb.calcite.exec.value;

import org.pydb.calcite.api.SqlError;

/**
 * Floating point numbers with PostgreSQL's checks: infinity and zero are values like any other, but
 * arithmetic on finite numbers must not run into them. Stateless.
 */
public final class Doubles {

  private Doubles() {}

  /** Throws 22003 if a sum or difference of these operands overflowed. */
  public static void checkSum(double a, double b, double result) {
    if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw overflow();
    }
  }

  /** Throws 22003 if a product overflowed or vanished. */
  public static void checkProduct(double a, double b, double result) {
    checkSum(a, b, result);
    if (result == 0 && a != 0 && b != 0) {
      throw underflow();
    }
  }

  /** Throws 22012 if the divisor was zero, 22003 if the quotient overflowed or vanished. */
  public static void checkQuotient(double dividend, double divisor, double result) {
    if (divisor == 0 && !Double.isNaN(dividend)) {
      throw Decimals.divisionByZero();
    }
    if (Double.isInfinite(result) && !Double.isInfinite(dividend)) {
      throw overflow();
    }
    if (result == 0 && dividend != 0 && !Double.isInfinite(divisor)) {
      throw underflow();
    }
  }

  /** The result of a function of a finite number; throws 22003 if it is infinite. */
  public static double checked(double argument, double result) {
    if (Double.isInfinite(result) && !Double.isInfinite(argument)) {
      throw overflow();
    }
    return result;
  }

  /** The power, as PostgreSQL checks it. */
  public static double power(double base, double exponent) {
    if (Double.isNaN(base)) {
      return exponent == 0 ? 1 : base;
    }
    if (Double.isNaN(exponent)) {
      return base == 1 ? 1 : exponent;
    }
    if (base == 0 && exponent < 0) {
      throw new SqlError("2201F", "zero raised to a negative power is undefined");
    }
    if (base < 0 && !Double.isInfinite(exponent) && Math.floor(exponent) != exponent) {
      throw new SqlError(
          "2201F", "a negative number raised to a non-integer power yields a complex result");
    }
    if (Double.isInfinite(exponent) && Math.abs(base) == 1) {
      return 1;
    }
    double result = Math.pow(base, exponent);
    if (!Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      if (Double.isInfinite(result)) {
        throw overflow();
      }
      if (result == 0 && base != 0) {
        throw underflow();
      }
    }
    return result;
  }

  /** The square root; 2201F for negative numbers. */
  public static double squareRoot(double value) {
    if (value < 0) {
      throw new SqlError("2201F", "cannot take square root of a negative number");
    }
    return Math.sqrt(value);
  }

  /** The exponential; 22003 if it overflows or vanishes. */
  public static double exp(double value) {
    double result = checked(value, Math.exp(value));
    if (result == 0 && !Double.isInfinite(value)) {
      throw underflow();
    }
    return result;
  }

  /** The argument, if logarithms take it; otherwise 2201E. */
  public static double checkedForLog(double value) {
    if (value == 0) {
      throw new SqlError("2201E", "cannot take logarithm of zero");
    }
    if (value < 0) {
      throw new SqlError("2201E", "cannot take logarithm of a negative number");
    }
    return value;
  }

  /** The argument, if it is within a function's domain; otherwise 22003. */
  public static double inUnitInterval(double value) {
    if (value < -1 || value > 1) {
      throw new SqlError("22003", "input is out of range");
    }
    return value;
  }

  /** The argument, if trigonometry takes it: infinity is 22003. */
  public static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw new SqlError("22003", "input is out of range");
    }
    return value;
  }

  private static SqlError overflow() {
    return new SqlError("22003", "value out of range: overflow");
  }

  private static SqlError underflow() {
    return new SqlError("22003", "value out of range: underflow");
  }
}
