package org.pydb.calcite.parser;

import java.math.BigInteger;

/** Numbers as they may be written: {@code 0x1F}, {@code 0o17}, {@code 0b101}, {@code 1_000}. */
public final class NumberText {

  private NumberText() {}

  /** The same number by ten, without underscores between its digits. */
  public static String plain(String literal) {
    String digits = literal.replace("_", "");
    int radix =
        switch (digits.length() < 2 ? ' ' : Character.toLowerCase(digits.charAt(1))) {
          case 'x' -> 16;
          case 'o' -> 8;
          case 'b' -> 2;
          default -> 10;
        };
    return radix == 10 ? digits : new BigInteger(digits.substring(2), radix).toString();
  }
}
