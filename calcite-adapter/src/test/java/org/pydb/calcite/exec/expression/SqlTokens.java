package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an SQL expression, one after the other. */
final class SqlTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([eE]?'(?:[^']|'')*')"
              + "|(\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?)"
              + "|([A-Za-z_][A-Za-z_0-9]*)"
              + "|(::|<>|<=|>=|!=|\\|\\||<<|>>|[-+*/%=<>(),&|#~.]))");

  private final List<String> tokens = new ArrayList<>();
  private int at;

  SqlTokens(String sql) {
    Matcher matcher = TOKEN.matcher(sql);
    int end = 0;
    String rest = sql.strip();
    while (end < rest.length()) {
      matcher.reset(rest);
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("cannot read: " + rest.substring(end));
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
  }

  boolean atEnd() {
    return at == tokens.size();
  }

  String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  String peekSecond() {
    return at + 1 < tokens.size() ? tokens.get(at + 1) : "";
  }

  String next() {
    return tokens.get(at++);
  }

  /** Whether the next token is this word or sign. */
  boolean isNext(String token) {
    return peek().equalsIgnoreCase(token);
  }

  /** Takes the next token if it is this word or sign. */
  boolean take(String token) {
    if (isNext(token)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String token) {
    if (!take(token)) {
      throw new IllegalArgumentException("expected " + token + ", found " + peek());
    }
  }

  static boolean isWord(String token) {
    return !token.isEmpty() && (Character.isLetter(token.charAt(0)) || token.charAt(0) == '_');
  }

  String nextWord() {
    return next().toLowerCase(Locale.ROOT);
  }
}
