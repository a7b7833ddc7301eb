package org.pydb.jdbc.escape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * JDBC's escapes to plain SQL. Stateless.
 *
 * <pre>
 *   {fn upper(name)}                     upper(name)
 *   {oj a left outer join b on …}        a left outer join b on …
 *   {escape '!'}                         escape '!'
 *   {limit 10}                           limit 10
 *   {d '…'}  {t '…'}  {ts '…'}           as they are: the grammar has them
 * </pre>
 *
 * <p>Blanks take the place of what is left out, so that errors show the place in the text as it was
 * written. Braces in quotes and comments are left alone, and so is what is no escape: the parser
 * then says what is wrong with it.
 */
public final class EscapeSyntax {
  private static final Set<String> WRAPPERS = Set.of("fn", "oj");
  private static final Set<String> CLAUSES = Set.of("escape", "limit");

  private final StringBuilder sql;
  private final Deque<Boolean> openBraces = new ArrayDeque<>();
  private int at;

  private EscapeSyntax(String sql) {
    this.sql = new StringBuilder(sql);
  }

  /** The statement without escapes. */
  public static String toPlain(String sql) {
    return sql.indexOf('{') < 0 ? sql : new EscapeSyntax(sql).translate();
  }

  private String translate() {
    while (at < sql.length()) {
      switch (sql.charAt(at)) {
        case '\'', '"' -> skipQuoted(sql.charAt(at));
        case '-' -> skipComment("--", "\n");
        case '/' -> skipComment("/*", "*/");
        case '{' -> open();
        case '}' -> close();
        default -> at++;
      }
    }
    return sql.toString();
  }

  private void open() {
    int start = at++;
    int wordStart = afterBlanks();
    int wordEnd = wordStart;
    while (wordEnd < sql.length() && Character.isLetter(sql.charAt(wordEnd))) {
      wordEnd++;
    }
    String word = sql.substring(wordStart, wordEnd).toLowerCase(Locale.ROOT);
    boolean wrapper = WRAPPERS.contains(word);
    boolean removed = wrapper || CLAUSES.contains(word);
    if (removed) {
      blank(start, wrapper ? wordEnd : wordStart);
    }
    openBraces.push(removed);
    at = wordEnd;
  }

  private int afterBlanks() {
    int next = at;
    while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
      next++;
    }
    return next;
  }

  private void close() {
    if (!openBraces.isEmpty() && openBraces.pop()) {
      sql.setCharAt(at, ' ');
    }
    at++;
  }

  /** Line breaks stay, so that line numbers do. */
  private void blank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isWhitespace(sql.charAt(i))) {
        sql.setCharAt(i, ' ');
      }
    }
  }

  /** A doubled quote ends one part and begins the next. */
  private void skipQuoted(char quote) {
    int end = sql.indexOf(String.valueOf(quote), at + 1);
    at = end < 0 ? sql.length() : end + 1;
  }

  private void skipComment(String opening, String closing) {
    if (sql.indexOf(opening, at) != at) {
      at++;
      return;
    }
    int end = sql.indexOf(closing, at + opening.length());
    at = end < 0 ? sql.length() : end + closing.length();
  }
}
