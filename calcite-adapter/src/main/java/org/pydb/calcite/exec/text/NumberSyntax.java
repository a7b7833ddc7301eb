package org.pydb.calcite.exec.text;

/** Tells whether a text is a number: digits, a point, an exponent. Stateless. */
final class NumberSyntax {

  private NumberSyntax() {}

  /** Whether the text is {@code [+-] digits [. digits] [e [+-] digits]}, either digits optional. */
  static boolean isNumber(String text) {
    int at = skipSign(text, 0);
    int wholeEnd = skipDigits(text, at);
    int digits = wholeEnd - at;
    at = wholeEnd;
    if (at < text.length() && text.charAt(at) == '.') {
      int fractionEnd = skipDigits(text, at + 1);
      digits += fractionEnd - at - 1;
      at = fractionEnd;
    }
    return digits > 0 && (at == text.length() || isExponent(text, at));
  }

  private static boolean isExponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int start = skipSign(text, at + 1);
    int end = skipDigits(text, start);
    return end > start && end == text.length();
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int skipDigits(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
