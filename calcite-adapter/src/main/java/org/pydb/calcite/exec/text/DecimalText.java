package org.pydb.calcite.exec.text;

import java.math.BigDecimal;
import org.pydb.calcite.exec.value.Decimals;

/** Decimals as plain digits, never with an exponent. Stateless. */
public final class DecimalText {

  private DecimalText() {}

  /** Writes a decimal with all digits of its scale. */
  public static void print(BigDecimal value, AsciiBuilder out) {
    out.append(value.toPlainString());
  }

  /** Writes a decimal given as unscaled value and scale. */
  public static void print(long unscaled, int scale, AsciiBuilder out) {
    if (scale == 0) {
      out.append(unscaled);
    } else if (unscaled == Long.MIN_VALUE || scale > 18) {
      print(BigDecimal.valueOf(unscaled, scale), out);
    } else {
      long digits = Math.abs(unscaled);
      long power = Decimals.powerOfTen(scale);
      if (unscaled < 0) {
        out.append('-');
      }
      out.append(digits / power).append('.').appendPadded(digits % power, scale);
    }
  }

  /** Reads a decimal, with an exponent or without; its scale is the digits after the point. */
  public static BigDecimal parse(String text) {
    String number = text.strip();
    if (!NumberSyntax.isNumber(number)) {
      throw InvalidText.syntax("numeric", text);
    }
    try {
      return Decimals.checked(new BigDecimal(number));
    } catch (NumberFormatException e) {
      throw Decimals.overflow();
    }
  }
}
