package org.pydb.calcite.exec.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.pydb.calcite.api.SqlError;

/**
 * Floating point numbers in the fewest digits that still read back as the same number, as
 * PostgreSQL prints them: {@code 0.1}, {@code 1e+20}, {@code 1e-05}, {@code Infinity}. Stateless.
 *
 * <p>Most numbers in databases are short decimals; those are found by scaling with a power of ten
 * and checking that division gives the number back: with at most 15 digits no other decimal of that
 * length reads as the same double. The rest goes through exact decimals. The JDK's own printing is
 * not used because before JDK 19 it sometimes gives a digit too many.
 */
public final class DoubleText {
  private static final int DOUBLE_DIGITS_SAFE = 15;
  private static final int DOUBLE_DIGITS_MAX = 17;
  private static final int FLOAT_DIGITS_SAFE = 6;
  private static final int FLOAT_DIGITS_MAX = 9;
  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private DoubleText() {}

  /** Writes a FLOAT64. */
  public static void print(double value, AsciiBuilder out) {
    print(value, false, out);
  }

  /** Writes a FLOAT32. */
  public static void printFloat(float value, AsciiBuilder out) {
    print(value, true, out);
  }

  private static void print(double value, boolean single, AsciiBuilder out) {
    if (Double.isNaN(value)) {
      out.append("NaN");
      return;
    }
    if (value < 0 || (value == 0 && 1 / value < 0)) {
      out.append('-');
    }
    double positive = Math.abs(value);
    if (positive == 0) {
      out.append('0');
    } else if (Double.isInfinite(positive)) {
      out.append("Infinity");
    } else if (!printShort(positive, single, out)) {
      BigDecimal shortest = shortest(positive, single);
      layOut(
          shortest.unscaledValue().toString(),
          shortest.precision() - shortest.scale() - 1,
          single,
          out);
    }
  }

  /** Prints a number of few digits; false if it has too many or is too large or too small. */
  private static boolean printShort(double value, boolean single, AsciiBuilder out) {
    int digitsMax = single ? FLOAT_DIGITS_SAFE : DOUBLE_DIGITS_SAFE;
    double limit = POWERS[digitsMax];
    if (value >= limit || value < 1e-4) {
      return false;
    }
    for (int scale = 0; scale <= digitsMax + 4; scale++) {
      double scaled = Math.rint(value * POWERS[scale]);
      if (scaled >= limit) {
        return false;
      }
      double back = scaled / POWERS[scale];
      if (single ? (float) back == (float) value : back == value) {
        DecimalText.print((long) scaled, scale, out);
        return true;
      }
    }
    return false;
  }

  /**
   * The shortest decimal that is nearer to the number than to its neighbours; of several the
   * nearest. One half way between is not taken, though rounding to even would read it right.
   */
  private static BigDecimal shortest(double value, boolean single) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal lower = exact.subtract(half(value - below(value, single)));
    BigDecimal upper = exact.add(half(single ? Math.ulp((float) value) : Math.ulp(value)));
    for (int digits = 1; digits < (single ? FLOAT_DIGITS_MAX : DOUBLE_DIGITS_MAX); digits++) {
      int scale = digits - (exact.precision() - exact.scale());
      BigDecimal floor = exact.setScale(scale, RoundingMode.FLOOR);
      BigDecimal ceiling = exact.setScale(scale, RoundingMode.CEILING);
      boolean floorReads = floor.compareTo(lower) > 0;
      boolean ceilingReads = ceiling.compareTo(upper) < 0;
      if (floorReads || ceilingReads) {
        return nearest(exact, floorReads ? floor : ceiling, ceilingReads ? ceiling : floor)
            .stripTrailingZeros();
      }
    }
    int digits = single ? FLOAT_DIGITS_MAX : DOUBLE_DIGITS_MAX;
    return exact
        .setScale(digits - (exact.precision() - exact.scale()), RoundingMode.HALF_EVEN)
        .stripTrailingZeros();
  }

  private static double below(double value, boolean single) {
    return single ? Math.nextDown((float) value) : Math.nextDown(value);
  }

  private static BigDecimal half(double gap) {
    return new BigDecimal(gap).divide(BigDecimal.valueOf(2));
  }

  private static BigDecimal nearest(BigDecimal exact, BigDecimal below, BigDecimal above) {
    int order = exact.subtract(below).abs().compareTo(above.subtract(exact).abs());
    if (order == 0) {
      return below.unscaledValue().testBit(0) ? above : below;
    }
    return order < 0 ? below : above;
  }

  /** Writes {@code d.ddd * 10^exponent}: plain unless it is very large or very small. */
  private static void layOut(String digits, int exponent, boolean single, AsciiBuilder out) {
    if (exponent < -4 || exponent >= (single ? FLOAT_DIGITS_SAFE : DOUBLE_DIGITS_SAFE)) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits.substring(1));
      }
      out.append('e').append(exponent < 0 ? '-' : '+').appendPadded(Math.abs(exponent), 2);
    } else if (exponent < 0) {
      out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
    } else if (digits.length() <= exponent + 1) {
      out.append(digits).append("0".repeat(exponent + 1 - digits.length()));
    } else {
      out.append(digits.substring(0, exponent + 1)).append('.');
      out.append(digits.substring(exponent + 1));
    }
  }

  /** Reads a FLOAT64; blanks around it are fine. */
  public static double parse(String text) {
    String number = number(text, "double precision");
    double value = Double.parseDouble(number);
    boolean named = number.endsWith("y") || number.endsWith("N");
    if (!named && isLost(value, number)) {
      throw range(text, "double precision");
    }
    return value;
  }

  /** Reads a FLOAT32; blanks around it are fine. */
  public static float parseFloat(String text) {
    String number = number(text, "real");
    float value = Float.parseFloat(number);
    boolean named = number.endsWith("y") || number.endsWith("N");
    if (!named && isLost(value, number)) {
      throw range(text, "real");
    }
    return value;
  }

  /** Whether a number with digits became infinite, or zero though one of its digits is not. */
  private static boolean isLost(double value, String number) {
    if (value != 0) {
      return Double.isInfinite(value);
    }
    for (int i = 0; i < number.length(); i++) {
      char digit = number.charAt(i);
      if (digit == 'e' || digit == 'E') {
        return false;
      }
      if (digit >= '1' && digit <= '9') {
        return true;
      }
    }
    return false;
  }

  private static String number(String text, String type) {
    String number = text.strip();
    if (NumberSyntax.isNumber(number)) {
      return number;
    }
    return switch (number.toLowerCase(Locale.ROOT)) {
      case "nan" -> "NaN";
      case "infinity", "inf", "+infinity", "+inf" -> "Infinity";
      case "-infinity", "-inf" -> "-Infinity";
      default -> throw InvalidText.syntax(type, text);
    };
  }

  private static SqlError range(String text, String type) {
    return new SqlError("22003", "\"" + text.strip() + "\" is out of range for type " + type);
  }
}
