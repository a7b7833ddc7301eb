package org.pydb.calcite.exec.regex;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Translates one of PostgreSQL's advanced regular expressions to Java's syntax, by recursive
 * descent.
 *
 * <p>Classes and word boundaries are written out, since Java's shorthands mean other characters.
 * Along the way it finds out whether the expression prefers long or short matches, and whether
 * Java's way of trying one alternative after the other may find another match than PostgreSQL.
 * Basic regular expressions ({@code (?b)}) are not known.
 */
final class RegexSyntax {
  private static final int REPEAT_MAX = 255;

  private static final String ALPHA = "\\p{IsAlphabetic}";
  private static final String DIGIT = "0-9";
  private static final String ALNUM = ALPHA + "\\p{Nd}";
  private static final String WORD = ALNUM + "_";
  private static final String SPACE =
      "\\t-\\r \\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200A}\\x{2028}\\x{2029}\\x{205F}\\x{3000}";

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", ALNUM),
          Map.entry("alpha", ALPHA),
          Map.entry("ascii", "\\x00-\\x7F"),
          Map.entry("blank", " \\t"),
          Map.entry("cntrl", "\\p{Cc}"),
          Map.entry("digit", DIGIT),
          Map.entry("graph", "\\p{IsGraph}"),
          Map.entry("lower", "\\p{IsLowercase}"),
          Map.entry("print", "\\p{IsGraph} "),
          Map.entry("punct", "\\p{P}\\p{S}"),
          Map.entry("space", SPACE),
          Map.entry("upper", "\\p{IsUppercase}"),
          Map.entry("word", WORD),
          Map.entry("xdigit", "0-9a-fA-F"));

  /** Which of several matches a part of an expression prefers. */
  private enum Preference {
    NONE,
    LONG,
    SHORT
  }

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private RegexOptions options;
  private int at;
  private int groupCount;
  private boolean isAmbiguous;
  private Preference preference = Preference.NONE;

  private RegexSyntax(String source, RegexOptions options) {
    this.source = source;
    this.options = options;
  }

  /** Reads an expression. */
  static RegexSyntax of(String source, RegexOptions options) {
    RegexSyntax syntax = new RegexSyntax(source, options);
    syntax.read();
    return syntax;
  }

  /** The expression in Java's syntax. */
  String java() {
    return out.toString();
  }

  /** The options, with those that the expression begins with. */
  RegexOptions options() {
    return options;
  }

  /** Whether the shortest of the leftmost matches is meant, not the longest. */
  boolean prefersShort() {
    return preference == Preference.SHORT;
  }

  /** Whether the first match that Java finds may be another one than is meant. */
  boolean isAmbiguous() {
    return isAmbiguous || prefersShort();
  }

  private void read() {
    if (options.literal()) {
      out.append(Pattern.quote(source));
      return;
    }
    if (source.startsWith("***=")) {
      out.append(Pattern.quote(source.substring(4)));
      return;
    }
    if (source.startsWith("***:")) {
      at = 4;
    } else if (source.startsWith("***")) {
      throw bad("quantifier operand invalid");
    }
    readOptions();
    preference = alternatives();
    if (at < source.length()) {
      throw bad("parentheses () not balanced");
    }
  }

  /** {@code (?i)} and its kin, which stand only at the beginning. */
  private void readOptions() {
    if (!source.startsWith("(?", at) || at + 2 >= source.length()) {
      return;
    }
    if (!Character.isLetter(source.charAt(at + 2))) {
      return;
    }
    int end = source.indexOf(')', at);
    String letters = source.substring(at + 2, end < 0 ? source.length() : end);
    for (int i = 0; i < letters.length(); i++) {
      RegexOptions next = letters.charAt(i) == 'g' ? null : options.with(letters.charAt(i));
      if (next == null || end < 0) {
        throw bad("invalid embedded option");
      }
      options = next;
    }
    at = end + 1;
    if (options.literal()) {
      out.append(Pattern.quote(source.substring(at)));
      at = source.length();
    }
  }

  // ------------------------------------------------------------------ branches and quantifiers

  private Preference alternatives() {
    Preference first = branch();
    if (!isNext('|')) {
      return first;
    }
    isAmbiguous = true;
    while (isNext('|')) {
      at++;
      out.append('|');
      branch();
    }
    return Preference.LONG;
  }

  private Preference branch() {
    Preference whole = Preference.NONE;
    skipBlanks();
    while (at < source.length() && !isNext('|') && !isNext(')')) {
      Preference part = quantified();
      whole = whole == Preference.NONE ? part : whole;
      if (part == Preference.SHORT) {
        isAmbiguous = true;
      }
      skipBlanks();
    }
    return whole;
  }

  private Preference quantified() {
    int start = out.length();
    boolean isGroup = isNext('(');
    Atom atom = atom();
    skipBlanks();
    if (!isQuantifier()) {
      return atom.preference;
    }
    if (atom.isConstraint) {
      throw bad("quantifier operand invalid");
    }
    out.insert(start, "(?:").append(')');
    Preference own = quantifier(atom.preference);
    isAmbiguous |= isGroup;
    skipBlanks();
    if (isQuantifier()) {
      throw bad("quantifier operand invalid");
    }
    return own;
  }

  private boolean isQuantifier() {
    return isNext('*')
        || isNext('+')
        || isNext('?')
        || (isNext('{') && at + 1 < source.length() && isDigit(source.charAt(at + 1)));
  }

  private Preference quantifier(Preference inner) {
    boolean isFixed = false;
    char sign = source.charAt(at++);
    if (sign == '{') {
      isFixed = bound();
    } else {
      out.append(sign);
    }
    boolean isShort = isNext('?');
    if (isShort) {
      at++;
      out.append('?');
      return isFixed ? inner : Preference.SHORT;
    }
    return isFixed ? inner : Preference.LONG;
  }

  /** {@code m}, {@code m,} or {@code m,n} and the brace; whether it is only one number. */
  private boolean bound() {
    int least = number();
    int most = least;
    boolean isOpen = false;
    boolean isFixed = true;
    if (isNext(',')) {
      at++;
      isFixed = false;
      isOpen = !(at < source.length() && isDigit(source.charAt(at)));
      most = isOpen ? REPEAT_MAX : number();
    }
    if (!isNext('}')) {
      throw bad(at < source.length() ? "invalid repetition count(s)" : "braces {} not balanced");
    }
    at++;
    if (least > REPEAT_MAX || most > REPEAT_MAX || least > most) {
      throw bad("invalid repetition count(s)");
    }
    out.append('{').append(least);
    if (!isFixed) {
      out.append(',').append(isOpen ? "" : String.valueOf(most));
    }
    out.append('}');
    return isFixed;
  }

  private int number() {
    int value = 0;
    while (at < source.length() && isDigit(source.charAt(at))) {
      value = Math.min(REPEAT_MAX + 1, value * 10 + source.charAt(at++) - '0');
    }
    return value;
  }

  // ------------------------------------------------------------------ atoms

  private record Atom(Preference preference, boolean isConstraint) {
    static final Atom PLAIN = new Atom(Preference.NONE, false);
    static final Atom CONSTRAINT = new Atom(Preference.NONE, true);
  }

  private Atom atom() {
    boolean atNewlines = options.anchorsAtNewlines();
    return switch (source.charAt(at)) {
      case '(' -> group();
      case '[' -> bracket();
      case '.' -> written(options.dotExcludesNewline() ? "[^\\n]" : "(?s:.)", Atom.PLAIN);
      case '^' -> written(atNewlines ? "(?<![^\\n])" : "\\A", Atom.CONSTRAINT);
      case '$' -> written(atNewlines ? "(?![^\\n])" : "\\z", Atom.CONSTRAINT);
      case '\\' -> {
        at++;
        yield escape();
      }
      case '*', '+', '?' -> throw bad("quantifier operand invalid");
      default -> plain(source.codePointAt(at));
    };
  }

  /** One character of the expression, in Java's words. */
  private Atom written(String java, Atom atom) {
    at++;
    out.append(java);
    return atom;
  }

  private Atom plain(int codePoint) {
    if (isQuantifier()) {
      throw bad("quantifier operand invalid");
    }
    literal(codePoint);
    at += Character.charCount(codePoint);
    return Atom.PLAIN;
  }

  private void literal(int codePoint) {
    if (codePoint < 0x80 && !Character.isLetterOrDigit(codePoint)) {
      out.append('\\');
    }
    out.appendCodePoint(codePoint);
  }

  private Atom group() {
    at++;
    boolean isLook = false;
    if (isNext('?')) {
      String kind = lookOrPlain();
      isLook = !kind.equals("(?:");
      out.append(kind);
    } else {
      groupCount++;
      out.append('(');
    }
    Preference inner = alternatives();
    if (!isNext(')')) {
      throw bad("parentheses () not balanced");
    }
    at++;
    out.append(')');
    return new Atom(isLook ? Preference.NONE : inner, isLook);
  }

  private String lookOrPlain() {
    for (String kind : new String[] {"?:", "?=", "?!", "?<=", "?<!"}) {
      if (source.startsWith(kind, at)) {
        at += kind.length();
        return "(" + kind;
      }
    }
    throw bad("quantifier operand invalid");
  }

  private Atom escape() {
    if (at == source.length()) {
      throw bad("invalid escape \\ sequence");
    }
    char c = source.charAt(at++);
    String set = shorthand(c);
    if (set != null) {
      out.append(set);
      return Atom.PLAIN;
    }
    String constraint = constraint(c);
    if (constraint != null) {
      out.append(constraint);
      return Atom.CONSTRAINT;
    }
    if (c >= '1' && c <= '9' && isBackReference(c)) {
      return Atom.PLAIN;
    }
    literal(character(c));
    return Atom.PLAIN;
  }

  private static @Nullable String shorthand(char c) {
    return switch (c) {
      case 'd' -> "[" + DIGIT + "]";
      case 'D' -> "[^" + DIGIT + "]";
      case 's' -> "[" + SPACE + "]";
      case 'S' -> "[^" + SPACE + "]";
      case 'w' -> "[" + WORD + "]";
      case 'W' -> "[^" + WORD + "]";
      default -> null;
    };
  }

  private static @Nullable String constraint(char c) {
    String after = "(?<=[" + WORD + "])";
    String notAfter = "(?<![" + WORD + "])";
    String before = "(?=[" + WORD + "])";
    String notBefore = "(?![" + WORD + "])";
    return switch (c) {
      case 'A' -> "\\A";
      case 'Z' -> "\\z";
      case 'm' -> notAfter + before;
      case 'M' -> after + notBefore;
      case 'y' -> "(?:" + after + notBefore + "|" + notAfter + before + ")";
      case 'Y' -> "(?:" + after + before + "|" + notAfter + notBefore + ")";
      default -> null;
    };
  }

  private boolean isBackReference(char first) {
    int number = first - '0';
    int end = at;
    if (end < source.length() && isDigit(source.charAt(end))) {
      int two = number * 10 + source.charAt(end) - '0';
      if (two > groupCount) {
        return false; // An octal number.
      }
      number = two;
      end++;
    }
    if (number > groupCount) {
      throw bad("invalid backreference number");
    }
    at = end;
    out.append("(?:\\").append(number).append(')');
    isAmbiguous = true;
    return true;
  }

  /** The character that an escape stands for. */
  private int character(char c) {
    return switch (c) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'B' -> '\\';
      case 'c' -> at < source.length() ? source.charAt(at++) & 31 : invalidEscape();
      case 'e' -> 27;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case 'u' -> digits(16, 4, 4);
      case 'U' -> digits(16, 8, 8);
      case 'x' -> digits(16, 1, 255);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        yield digits(8, 1, 3);
      }
      default -> {
        if (Character.isLetterOrDigit(c)) {
          yield invalidEscape();
        }
        at--;
        int codePoint = source.codePointAt(at);
        at += Character.charCount(codePoint);
        yield codePoint;
      }
    };
  }

  private int digits(int radix, int least, int most) {
    int start = at;
    long value = 0;
    while (at < source.length() && at - start < most) {
      int digit = Character.digit(source.charAt(at), radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
      if (value > Character.MAX_CODE_POINT) {
        return invalidEscape();
      }
      at++;
    }
    return at - start < least ? invalidEscape() : (int) value;
  }

  private int invalidEscape() {
    throw bad("invalid escape \\ sequence");
  }

  // ------------------------------------------------------------------ brackets

  private Atom bracket() {
    String boundary = boundary();
    if (boundary != null) {
      at += 7;
      out.append(boundary);
      return Atom.CONSTRAINT;
    }
    at++;
    boolean isNegated = isNext('^');
    out.append(isNegated ? "[^" : "[");
    at += isNegated ? 1 : 0;
    boolean isFirst = true;
    while (isFirst || !isNext(']')) {
      if (at >= source.length()) {
        throw bad("brackets [] not balanced");
      }
      member();
      isFirst = false;
    }
    at++;
    if (isNegated && options.dotExcludesNewline()) {
      out.append("\\n");
    }
    out.append(']');
    return Atom.PLAIN;
  }

  private @Nullable String boundary() {
    if (source.startsWith("[[:<:]]", at)) {
      return constraint('m');
    }
    return source.startsWith("[[:>:]]", at) ? constraint('M') : null;
  }

  private void member() {
    if (source.startsWith("[:", at)) {
      namedClass();
      return;
    }
    if (source.charAt(at) == '\\' && at + 1 < source.length()) {
      String set = shorthand(source.charAt(at + 1));
      if (set != null) {
        at += 2;
        out.append(set); // A class inside of a class is a union.
        return;
      }
    }
    int from = character();
    if (isNext('-') && at + 1 < source.length() && source.charAt(at + 1) != ']') {
      at++;
      int to = character();
      if (to < from) {
        throw bad("invalid character range");
      }
      code(from);
      out.append('-');
      code(to);
    } else {
      code(from);
    }
  }

  private void namedClass() {
    int end = source.indexOf(":]", at + 2);
    String name = end < 0 ? "" : source.substring(at + 2, end);
    String set = CLASSES.get(name);
    if (set == null) {
      throw bad(end < 0 ? "brackets [] not balanced" : "invalid character class");
    }
    out.append(set);
    at = end + 2;
  }

  /** One character, perhaps written as {@code [.x.]} or {@code [=x=]} or by an escape. */
  private int character() {
    if (at >= source.length()) {
      throw bad("brackets [] not balanced");
    }
    char c = source.charAt(at);
    if (c == '[' && at + 1 < source.length() && ".=".indexOf(source.charAt(at + 1)) >= 0) {
      char kind = source.charAt(at + 1);
      int end = source.indexOf(kind + "]", at + 3);
      if (end < 0 || at + 2 >= end || source.codePointCount(at + 2, end) != 1) {
        throw bad("invalid collating element");
      }
      int codePoint = source.codePointAt(at + 2);
      at = end + 2;
      return codePoint;
    }
    if (c == '\\') {
      at++;
      if (at == source.length()) {
        return invalidEscape();
      }
      return character(source.charAt(at++));
    }
    int codePoint = source.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  private void code(int codePoint) {
    out.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
  }

  // ------------------------------------------------------------------ characters

  /** Goes behind what means nothing: comments, and white space where the options say so. */
  private void skipBlanks() {
    while (at < source.length()) {
      if (source.startsWith("(?#", at)) {
        int end = source.indexOf(')', at);
        at = end < 0 ? source.length() : end + 1;
      } else if (options.expanded() && Character.isWhitespace(source.charAt(at))) {
        at++;
      } else if (options.expanded() && source.charAt(at) == '#') {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end + 1;
      } else {
        return;
      }
    }
  }

  private boolean isNext(char c) {
    return at < source.length() && source.charAt(at) == c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static SqlError bad(String why) {
    return new SqlError("2201B", "invalid regular expression: " + why);
  }
}
