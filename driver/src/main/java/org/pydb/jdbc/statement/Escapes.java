package org.pydb.jdbc.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes those of JDBC's escapes as plain SQL that the grammar does not read itself: <code>
 * {limit …}
 * </code>, <code>{call …}</code>, and functions that SQL calls by another name. What stands in
 * quotes and comments is left alone. Stateless.
 */
public final class Escapes {

  /** What may hold braces that are no escapes, and braces. A doubled quote parts a text in two. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<!\\w)[eE]'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*(?s:.*?)\\*/"
              + "|\\$(\\w*)\\$(?s:.*?)\\$\\1\\$|[{}(),]");

  private static final Pattern CALL =
      Pattern.compile("\\s*\\{\\s*(\\?\\s*=\\s*)?call\\s+(.*?)\\s*}\\s*;?\\s*", flags());

  private static final Pattern LIMIT = Pattern.compile("\\{(\\s*limit\\s)", flags());

  private static final Pattern FUNCTION = Pattern.compile("\\{\\s*fn\\s+(\\w+)\\s*\\(", flags());

  /** The functions that are written otherwise; a number stands for an argument. */
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "rand", "random()",
          "database", "current_database()",
          "user", "current_user",
          "dayname", "to_char(%1$s, 'FMDay')",
          "monthname", "to_char(%1$s, 'FMMonth')");

  /** The units of TIMESTAMPDIFF that have a length, in seconds. */
  private static final Map<String, String> SECONDS =
      Map.of(
          "sql_tsi_frac_second", "0.000000001",
          "sql_tsi_second", "1",
          "sql_tsi_minute", "60",
          "sql_tsi_hour", "3600",
          "sql_tsi_day", "86400",
          "sql_tsi_week", "604800");

  /** Those that have none, in months. */
  private static final Map<String, String> MONTHS =
      Map.of("sql_tsi_month", "1", "sql_tsi_quarter", "3", "sql_tsi_year", "12");

  private Escapes() {}

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  /** Whether a text is a call that gives a value to its first parameter. */
  static boolean isCallWithResult(String sql) {
    Matcher call = CALL.matcher(sql);
    return call.matches() && call.group(1) != null;
  }

  /**
   * The call as a query of one column. A parameter that takes the value stays the first one, and is
   * not looked at.
   */
  static String query(String sql) {
    Matcher call = CALL.matcher(sql);
    if (!call.matches()) {
      return sql;
    }
    String target = call.group(2).endsWith(")") ? call.group(2) : call.group(2) + "()";
    return (call.group(1) == null ? "" : "WITH ignored AS (SELECT CAST(? AS text)) ")
        + "SELECT "
        + target;
  }

  /** A statement without the escapes that the grammar does not read. */
  public static String translate(String sql) {
    if (sql.indexOf('{') < 0) {
      return sql;
    }
    String plain = isCallWithResult(sql) ? sql : query(sql);
    return new Reader(plain).read();
  }

  /** Reads a statement from left to right. */
  private static final class Reader {
    private final String sql;
    private final Matcher tokens;
    private final StringBuilder out = new StringBuilder();
    private int copied;

    Reader(String sql) {
      this.sql = sql;
      tokens = TOKEN.matcher(sql);
    }

    String read() {
      readTo("");
      return out.append(sql, copied, sql.length()).toString();
    }

    /** Copies up to a closing character on the same level, which is consumed but not copied. */
    private void readTo(String closing) {
      while (tokens.find()) {
        String token = tokens.group();
        copy(tokens.start());
        if (token.equals(closing)) {
          copied = tokens.end();
          return;
        }
        if (token.equals("{")) {
          readEscape(tokens.start());
        } else if (token.equals("(") && closing.equals(")")) {
          copy(tokens.end());
          readTo(")");
          out.append(')');
        }
      }
    }

    private void copy(int end) {
      if (end > copied) {
        out.append(sql, copied, end);
        copied = end;
      }
    }

    private void readEscape(int start) {
      Matcher limit = LIMIT.matcher(sql).region(start, sql.length());
      if (limit.lookingAt()) {
        copied = start + 1;
        out.append(' ');
        readTo("}");
        out.append(' ');
        return;
      }
      Matcher function = FUNCTION.matcher(sql).region(start, sql.length());
      String name = function.lookingAt() ? function.group(1).toLowerCase(Locale.ROOT) : "";
      if (name.equals("timestampdiff") || FUNCTIONS.containsKey(name)) {
        readFunction(name, start, function.end());
      }
    }

    /** Writes a function otherwise, unless it has not the arguments that it should. */
    private void readFunction(String name, int start, int end) {
      List<String> arguments = readArguments(end);
      if (arguments.size() == (name.equals("timestampdiff") ? 3 : 1)) {
        out.append(written(name, arguments));
        readTo("}");
      } else {
        copied = start;
      }
    }

    /** Takes the arguments up to the closing parenthesis, each with its own escapes written. */
    private List<String> readArguments(int start) {
      Matcher rest = TOKEN.matcher(sql).region(start, sql.length());
      List<String> arguments = new ArrayList<>();
      int depth = 0;
      int from = start;
      while (rest.find()) {
        switch (rest.group()) {
          case "(", "{" -> depth++;
          case "}" -> depth--;
          case "," -> {
            if (depth == 0) {
              arguments.add(translate(sql.substring(from, rest.start())).strip());
              from = rest.end();
            }
          }
          case ")" -> {
            if (depth == 0) {
              arguments.add(translate(sql.substring(from, rest.start())).strip());
              tokens.region(rest.end(), sql.length());
              copied = rest.end();
              return arguments;
            }
            depth--;
          }
          default -> {
            // A text or a comment.
          }
        }
      }
      return List.of();
    }
  }

  private static String written(String name, List<String> arguments) {
    if (name.equals("timestampdiff")) {
      return difference(arguments);
    }
    return String.format(Locale.ROOT, FUNCTIONS.get(name), arguments.get(0));
  }

  /** By how many whole units the second time is later than the first. */
  private static String difference(List<String> arguments) {
    String unit = arguments.get(0).toLowerCase(Locale.ROOT);
    String from = "CAST(" + arguments.get(1) + " AS timestamp)";
    String to = "CAST(" + arguments.get(2) + " AS timestamp)";
    if (!MONTHS.containsKey(unit)) {
      return String.format(
          "CAST(trunc(extract(epoch FROM %s - %s) / %s) AS bigint)",
          to, from, SECONDS.getOrDefault(unit, unit));
    }
    String months =
        String.format(
            "(extract(year FROM age(%1$s, %2$s)) * 12 + extract(month FROM age(%1$s, %2$s)))",
            to, from);
    return "CAST(trunc(" + months + " / " + MONTHS.get(unit) + ") AS bigint)";
  }
}
