package org.pydb.calcite.hoist;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text cut at its literals. Two shapes are equal if the texts between the literals
 * are, and the literals are of the same kinds. Immutable; thread-safe.
 *
 * <pre>
 *   select name from song where id = 42 and year &lt; 1999 -- hits
 *                                    ▔▔           ▔▔▔▔
 * </pre>
 *
 * <p>The cuts are found by looking at characters alone, which is all that a statement of a known
 * shape costs. That does not have to understand SQL to be right. Suppose that the parser has read
 * one text, found in it a token that is exactly one of our cuts, and that a second text has the
 * same shape. Up to the cut both are the same, so the parser comes there in the same state. The cut
 * itself begins with a quote in both, or with a digit, and ends where no token of its kind could go
 * on: a string with a quote that no other follows, a number before a character that belongs to no
 * number or name. So the parser reads one token of the same kind in the second text, and after it
 * again the same. Cuts that are no tokens of the parser, such as {@code date '2020-01-01'} or what
 * stands in a hint, never become hoisted literals; see {@link LiteralPlaces}.
 *
 * <p>Spaces and comments are parts of the shape.
 */
public final class StatementShape {

  /** A text with more literals than this has a shape without any: nothing is hoisted. */
  public static final int LITERALS_MAX = 256;

  private static final int INTS_A_CUT = 3;
  private static final int[] NO_CUTS = {};
  private static final int[] TOO_MANY_CUTS = {};

  private static final Pattern NUMBERED_PARAMETER = Pattern.compile("\\$(\\d{1,5})");

  private final String text;
  private final String context;

  /** For each literal where it starts, where it ends, and its kind. */
  private final int[] cuts;

  private final int hash;

  private StatementShape(String text, String context, int[] cuts, int hash) {
    this.text = text;
    this.context = context;
    this.cuts = cuts;
    this.hash = hash;
  }

  /**
   * The shape of a text.
   *
   * @param context what plans depend on besides the text, such as the schema in which unqualified
   *     names are looked up: a part of the shape
   */
  public static StatementShape of(String text, String context) {
    int[] cuts = new LiteralScanner(text).cuts();
    return new StatementShape(text, context, cuts, hashOf(text, cuts));
  }

  /** The shape in which each literal stays where it is. */
  public static StatementShape whole(String text, String context) {
    return new StatementShape(text, context, NO_CUTS, text.hashCode());
  }

  private static int hashOf(String text, int[] cuts) {
    if (cuts.length == 0) {
      return text.hashCode();
    }
    int hash = 0;
    int from = 0;
    for (int i = 0; i < cuts.length; i += INTS_A_CUT) {
      for (int at = from; at < cuts[i]; at++) {
        hash = 31 * hash + text.charAt(at);
      }
      hash = 31 * hash - cuts[i + 2];
      from = cuts[i + 1];
    }
    for (int at = from; at < text.length(); at++) {
      hash = 31 * hash + text.charAt(at);
    }
    return hash;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** How many literals there are. */
  public int literalCount() {
    return cuts.length / INTS_A_CUT;
  }

  /** Where a literal starts in the text. */
  public int start(int literal) {
    return cuts[literal * INTS_A_CUT];
  }

  /** Where a literal ends in the text: behind its last character. */
  public int end(int literal) {
    return cuts[literal * INTS_A_CUT + 1];
  }

  /** The same shape where plans do not matter. */
  public StatementShape withoutContext() {
    return context.isEmpty() ? this : new StatementShape(text, "", cuts, hash);
  }

  /** Whether the text was left as it is for its many literals. */
  public boolean hasTooManyLiterals() {
    return cuts == TOO_MANY_CUTS;
  }

  /**
   * The text, in which literals are {@code $1}, {@code $2} …; the numbers go on behind those of
   * parameters that are written so.
   */
  public String textWithoutLiterals() {
    StringBuilder shown = new StringBuilder(text);
    int number = literalCount() + lastParameter();
    for (int i = literalCount() - 1; i >= 0; i--) {
      shown.replace(start(i), end(i), "$" + number--);
    }
    return shown.toString();
  }

  private int lastParameter() {
    return NUMBERED_PARAMETER
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }

  int kind(int literal) {
    return cuts[literal * INTS_A_CUT + 2];
  }

  /** A literal as it is written. */
  public String literal(int literal) {
    return text.substring(start(literal), end(literal));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof StatementShape shape
            && hash == shape.hash
            && cuts.length == shape.cuts.length
            && context.equals(shape.context)
            && (cuts.length == 0 ? text.equals(shape.text) : isCutLike(shape)));
  }

  private boolean isCutLike(StatementShape other) {
    int from = 0;
    int otherFrom = 0;
    for (int i = 0; i < cuts.length; i += INTS_A_CUT) {
      int length = cuts[i] - from;
      boolean isSame =
          other.cuts[i] - otherFrom == length
              && cuts[i + 2] == other.cuts[i + 2]
              && text.regionMatches(from, other.text, otherFrom, length);
      if (!isSame) {
        return false;
      }
      from = cuts[i + 1];
      otherFrom = other.cuts[i + 1];
    }
    int length = text.length() - from;
    return other.text.length() - otherFrom == length
        && text.regionMatches(from, other.text, otherFrom, length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The text with its literals in brackets. */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder(text);
    for (int i = literalCount() - 1; i >= 0; i--) {
      shown.insert(end(i), ']').insert(start(i), '[');
    }
    return shown.toString();
  }

  /** Finds the literals of a text. */
  private static final class LiteralScanner {
    private final String text;
    private int[] cuts = NO_CUTS;
    private int size;
    private int at;

    LiteralScanner(String text) {
      this.text = text;
    }

    int[] cuts() {
      while (at < text.length()) {
        scan(text.charAt(at));
      }
      return size > LITERALS_MAX * INTS_A_CUT ? TOO_MANY_CUTS : Arrays.copyOf(cuts, size);
    }

    private void scan(char c) {
      if (isNamePart(c) && !isDigit(c)) {
        skipName();
      } else if (isDigit(c)) {
        number();
      } else if (c == '\'') {
        int start = at;
        if (skipString()) {
          cut(start, at, LiteralKind.TEXT);
        }
      } else if (c == '"') {
        skipBehind('"');
      } else if (c == '-' && next() == '-') {
        skipLine();
      } else if (c == '/' && next() == '*') {
        skipComment();
      } else {
        at += c == '.' && isDigit(next()) ? 2 : 1; // .5 is left alone, as is what follows a name.
      }
    }

    private char next() {
      return at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    /** Everything beyond ASCII may belong to a name. */
    private static boolean isNamePart(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || isDigit(c)
          || c == '_'
          || c == '$'
          || c >= 0x80;
    }

    /** A name, and the string to which it is a prefix, such as {@code x'00'} and {@code u&'a'}. */
    private void skipName() {
      skipNameParts();
      if (at < text.length() && text.charAt(at) == '&') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '\'') {
        skipString();
      }
    }

    private void skipNameParts() {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
    }

    private void skipDigits() {
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
    }

    private void number() {
      int start = at;
      skipDigits();
      int kind;
      if (at < text.length() && text.charAt(at) == '.') {
        int point = at++;
        skipDigits();
        int scale = at - point - 1;
        kind = scale == 0 ? LiteralKind.NONE : LiteralKind.ofDecimal(point - start, scale);
      } else {
        kind = LiteralKind.ofInteger(text, start, at);
      }
      if (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
        at++; // 1e3, 1_000, 1.2.3: whatever that is.
        skipNameParts();
      } else if (kind != LiteralKind.NONE) {
        cut(start, at, kind);
      }
    }

    /** Goes behind a string; false if nothing closes it. */
    private boolean skipString() {
      at++;
      while (true) {
        int quote = text.indexOf('\'', at);
        if (quote < 0) {
          at = text.length();
          return false;
        }
        at = quote + 1;
        if (at == text.length() || text.charAt(at) != '\'') {
          return true;
        }
        at++;
      }
    }

    private void skipBehind(char end) {
      int found = text.indexOf(end, at + 1);
      at = found < 0 ? text.length() : found + 1;
    }

    private void skipLine() {
      while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
        at++;
      }
    }

    private void skipComment() {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
    }

    private void cut(int start, int end, int kind) {
      if (size == cuts.length) {
        cuts = Arrays.copyOf(cuts, Math.max(4 * INTS_A_CUT, size * 2));
      }
      cuts[size++] = start;
      cuts[size++] = end;
      cuts[size++] = kind;
    }
  }
}
