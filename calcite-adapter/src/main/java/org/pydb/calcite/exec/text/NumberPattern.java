package org.pydb.calcite.exec.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pydb.calcite.api.SqlError;

/**
 * A pattern of {@code to_char} and {@code to_number} for numbers, such as {@code FM999,990.00}.
 * Immutable.
 *
 * <p>Not known are {@code L}, {@code RN}, {@code V}, {@code EEEE} and ordinals.
 */
public final class NumberPattern {

  /** What a place of the pattern is. */
  private enum Kind {
    DIGIT,
    ZERO,
    POINT,
    GROUP,
    SIGN,
    MINUS,
    PLUS,
    SIGN_HERE,
    ORDINAL,
    TEXT
  }

  private record Part(Kind kind, String text) {}

  private final List<Part> parts = new ArrayList<>();
  private boolean isBare;
  private boolean hasBrackets;
  private int whole;
  private int scale;
  private int firstZero = Integer.MAX_VALUE;
  private int lastZero = -1;
  private boolean hasPoint;

  private NumberPattern() {}

  /**
   * The pattern that a text is.
   *
   * @throws SqlError 42601 if it is none, 0A000 for what is not known
   */
  public static NumberPattern of(String text) {
    NumberPattern pattern = new NumberPattern();
    int at = 0;
    while (at < text.length()) {
      at = pattern.add(text, at);
    }
    return pattern;
  }

  private int add(String text, int at) {
    String two = text.substring(at, Math.min(text.length(), at + 2)).toUpperCase(Locale.ROOT);
    switch (two) {
      case "FM" -> isBare = true;
      case "PR" -> hasBrackets = true;
      case "MI" -> parts.add(new Part(Kind.MINUS, ""));
      case "PL" -> parts.add(new Part(Kind.PLUS, ""));
      case "SG" -> parts.add(new Part(Kind.SIGN_HERE, ""));
      case "TH" -> parts.add(new Part(Kind.ORDINAL, text.substring(at, at + 2)));
      case "RN", "EE" -> throw unknown(two.equals("EE") ? "EEEE" : two);
      default -> {
        return addOne(text, at);
      }
    }
    return at + 2;
  }

  private static SqlError unknown(String field) {
    return new SqlError("0A000", "formatting field \"" + field + "\" is not supported for numbers");
  }

  private int addOne(String text, int at) {
    char c = text.charAt(at);
    switch (Character.toUpperCase(c)) {
      case '9' -> digit(Kind.DIGIT);
      case '0' -> digit(Kind.ZERO);
      case '.', 'D' -> {
        if (hasPoint) {
          throw new SqlError("42601", "multiple decimal points");
        }
        hasPoint = true;
        parts.add(new Part(Kind.POINT, ""));
      }
      case ',', 'G' -> parts.add(new Part(Kind.GROUP, ""));
      case 'S' -> parts.add(new Part(Kind.SIGN, ""));
      case 'L', 'V' -> throw unknown(String.valueOf(c));
      case '"' -> {
        int end = text.indexOf('"', at + 1);
        int close = end < 0 ? text.length() : end;
        parts.add(new Part(Kind.TEXT, text.substring(at + 1, close)));
        return close + 1;
      }
      default -> {
        int from = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"' ? at + 1 : at;
        int end = from + Character.charCount(text.codePointAt(from));
        parts.add(new Part(Kind.TEXT, text.substring(from, end)));
        return end;
      }
    }
    return at + 1;
  }

  private void digit(Kind kind) {
    if (kind == Kind.ZERO) {
      firstZero = Math.min(firstZero, whole + scale);
      lastZero = whole + scale;
    }
    if (hasPoint) {
      scale++;
    } else {
      whole++;
    }
    parts.add(new Part(kind, ""));
  }

  /** How many digits stand behind the point. */
  public int scale() {
    return scale;
  }

  // ------------------------------------------------------------------ printing

  /** A number as text; digits that have no place are all shown as #. */
  public String print(BigDecimal value) {
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    return print(rounded, rounded.signum() < 0);
  }

  /** A double as text, rounded before: it keeps its sign where nothing but zeros is left. */
  public String print(BigDecimal rounded, double value) {
    return print(rounded.setScale(scale), Double.doubleToRawLongBits(value) < 0);
  }

  /** What has no digits that could be shown: an infinite number. */
  public String printInfinity(boolean isNegative) {
    return new Printing(isNegative, "#".repeat(whole), "#".repeat(scale)).print();
  }

  private String print(BigDecimal rounded, boolean isNegative) {
    String digits = rounded.abs().unscaledValue().toString();
    digits = "0".repeat(Math.max(0, scale - digits.length())) + digits;
    String before = digits.substring(0, digits.length() - scale);
    String after = digits.substring(digits.length() - scale);
    if (before.equals("0") && hasPoint && !isPointless()) {
      before = ""; // .5, unless the pattern has a zero there.
    }
    if (rounded.signum() == 0 && isBare && lastZero < whole && whole > 0) {
      before = "0"; // Nothing else is left.
    }
    if (before.length() > whole) {
      before = "#".repeat(whole);
      after = "#".repeat(scale);
    }
    return new Printing(isNegative, before, after).print();
  }

  /** Whether there are places before a point, but none behind it: then it is left out. */
  private boolean isPointless() {
    return scale == 0 && whole > 0;
  }

  private final class Printing {
    private final boolean isNegative;
    private final String before;
    private final String after;
    private final StringBuilder out = new StringBuilder();

    /** How many of the digits' places were passed. */
    private int place;

    /** Where the number itself begins in what is printed, once it does. */
    private int numberStart = -1;

    Printing(boolean isNegative, String before, String after) {
      this.isNegative = isNegative;
      this.before = before;
      this.after = after;
    }

    String print() {
      int signAt = -1;
      int lastDigit = lastDigit();
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.kind == Kind.SIGN && i > lastDigit && lastDigit >= 0) {
          signAt = i;
        }
      }
      boolean hasOwnSign =
          parts.stream()
              .anyMatch(
                  part ->
                      part.kind == Kind.SIGN
                          || part.kind == Kind.MINUS
                          || part.kind == Kind.SIGN_HERE);
      boolean hasPlus = parts.stream().anyMatch(part -> part.kind == Kind.SIGN) && signAt < 0;
      for (int i = 0; i < parts.size(); i++) {
        part(parts.get(i), i == signAt);
      }
      String sign = sign(hasOwnSign, hasPlus);
      out.insert(numberStart < 0 ? out.length() : numberStart, sign);
      if (hasBrackets) {
        out.append(isNegative ? ">" : isBare ? "" : " ");
      }
      return out.toString();
    }

    private int lastDigit() {
      int last = -1;
      for (int i = 0; i < parts.size(); i++) {
        Kind kind = parts.get(i).kind;
        last = kind == Kind.DIGIT || kind == Kind.ZERO ? i : last;
      }
      return last;
    }

    /** What stands right before the first digit. */
    private String sign(boolean hasOwnSign, boolean hasPlus) {
      if (hasBrackets) {
        return isNegative ? "<" : isBare ? "" : " ";
      }
      if (hasPlus) {
        return isNegative ? "-" : "+";
      }
      if (hasOwnSign) {
        return "";
      }
      return isNegative ? "-" : isBare ? "" : " ";
    }

    private void part(Part part, boolean isSignBehind) {
      switch (part.kind) {
        case DIGIT, ZERO -> digit();
        case POINT -> {
          begin();
          out.append(isPointless() && !before.startsWith("#") ? "" : ".");
        }
        case GROUP -> {
          if (numberStart >= 0) {
            out.append(',');
          } else {
            blank();
          }
        }
        case SIGN -> out.append(isSignBehind ? isNegative ? "-" : "+" : "");
        case MINUS -> mark(isNegative ? "-" : "");
        case PLUS -> mark(isNegative ? "" : "+");
        case SIGN_HERE -> out.append(isNegative ? "-" : "+");
        case ORDINAL -> out.append(ordinal(part));
        case TEXT -> out.append(part.text);
      }
    }

    /** Nothing behind what is no ordinal number: with a point, below zero, or too long. */
    private String ordinal(Part part) {
      if (hasPoint || isNegative || before.startsWith("#")) {
        return "";
      }
      return OrdinalLetters.of(before.isEmpty() ? 0 : lastTwo(), part.text);
    }

    private int lastTwo() {
      return Integer.parseInt(before.substring(Math.max(0, before.length() - 2)));
    }

    private void mark(String mark) {
      out.append(mark.isEmpty() && !isBare ? " " : mark);
    }

    private void blank() {
      out.append(isBare ? "" : " ");
    }

    private void begin() {
      if (numberStart < 0) {
        numberStart = out.length();
      }
    }

    private void digit() {
      int at = place++;
      if (at >= whole) {
        fraction(at);
        return;
      }
      int missing = whole - before.length();
      if (at >= missing) {
        begin();
        out.append(before.charAt(at - missing));
      } else if (at >= firstZero) {
        begin();
        out.append('0');
      } else {
        blank();
      }
    }

    /** Zeros at the end are left out where the pattern wants no blanks and has no 0. */
    private void fraction(int at) {
      begin();
      int index = at - whole;
      boolean isNeeded =
          !isBare || at <= lastZero || !after.substring(index).chars().allMatch(c -> c == '0');
      out.append(isNeeded ? String.valueOf(after.charAt(index)) : "");
    }
  }

  // ------------------------------------------------------------------ reading

  /**
   * The number that a text means.
   *
   * @throws SqlError 22P02 if it has no digits
   */
  public BigDecimal read(String text) {
    StringBuilder digits = new StringBuilder();
    boolean isNegative = false;
    boolean isBehindPoint = false;
    int wholeDigits = 0;
    int fractionDigits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-' || c == '<') {
        isNegative = true;
      } else if (c == '.' && !isBehindPoint && hasPoint) {
        isBehindPoint = true;
        digits.append('.');
      } else if (c >= '0' && c <= '9') {
        if (isBehindPoint ? fractionDigits++ < scale : wholeDigits++ < whole) {
          digits.append(c);
        }
      }
    }
    if (wholeDigits + fractionDigits == 0) {
      throw new SqlError(
          "22P02", "invalid input syntax for type numeric: \"" + text.strip() + "\"");
    }
    String number = digits.toString();
    BigDecimal value = new BigDecimal(number.endsWith(".") ? number + "0" : number);
    BigDecimal scaled = value.setScale(Math.max(fractionDigits == 0 ? 0 : value.scale(), 0));
    return isNegative ? scaled.negate() : scaled;
  }
}
