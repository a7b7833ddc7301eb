package org.pydb.calcite.exec.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;

/**
 * A word or sign of a path.
 *
 * @param text what it says; of strings without quotes and escapes
 * @param place where it begins
 */
record PathToken(Kind kind, String text, int place) {

  /** What it is. */
  enum Kind {
    WORD,
    STRING,
    NUMBER,
    VARIABLE,
    SIGN,
    END
  }

  private static final List<String> SIGNS =
      List.of(".**", "==", "!=", "<>", "<=", ">=", "&&", "||");

  /** The tokens of a text, of which the last one is its end. */
  static List<PathToken> read(String text) {
    List<PathToken> tokens = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        tokens.add(new PathToken(Kind.END, "", at));
        return tokens;
      }
      char c = text.charAt(at);
      int end;
      if (c == '"') {
        end = stringEnd(text, at);
        tokens.add(new PathToken(Kind.STRING, string(text.substring(at, end)), at));
      } else if (isDigit(c)
          || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
        end = numberEnd(text, at);
        tokens.add(new PathToken(Kind.NUMBER, text.substring(at, end), at));
      } else if (c == '$' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        end = stringEnd(text, at + 1);
        tokens.add(new PathToken(Kind.VARIABLE, string(text.substring(at + 1, end)), at));
      } else if (c == '$' && at + 1 < text.length() && isWord(text.charAt(at + 1))) {
        end = wordEnd(text, at + 1);
        tokens.add(new PathToken(Kind.VARIABLE, text.substring(at + 1, end), at));
      } else if (isWord(c)) {
        end = wordEnd(text, at);
        tokens.add(new PathToken(Kind.WORD, text.substring(at, end), at));
      } else {
        String sign = sign(text, at);
        end = at + sign.length();
        tokens.add(new PathToken(Kind.SIGN, sign, at));
      }
      at = end;
    }
  }

  private static String sign(String text, int at) {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        return sign;
      }
    }
    return text.substring(at, text.offsetByCodePoints(at, 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || c >= 0x80;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '$')) {
      end++;
    }
    return end;
  }

  private static int numberEnd(String text, int from) {
    int end = digitsEnd(text, from);
    if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
      end = digitsEnd(text, end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      int exponentEnd = digitsEnd(text, exponent);
      end = exponentEnd > exponent ? exponentEnd : end;
    }
    return end;
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int stringEnd(String text, int from) {
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw new SqlError("42601", "unterminated quoted string at end of jsonpath input");
    }
    return at + 1;
  }

  private static String string(String quoted) {
    return ((Json.Text) JsonReader.read(quoted)).value();
  }
}
