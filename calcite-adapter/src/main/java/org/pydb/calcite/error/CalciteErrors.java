package org.pydb.calcite.error;

import static java.util.Objects.requireNonNullElse;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.plan.RelOptPlanner.CannotPlanException;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Turns what planning threw into the error that callers see.
 *
 * <p>Calcite wraps exceptions in exceptions, asserts on users' SQL and overflows the stack on deep
 * trees. The chain of causes is searched for the first thing that says something to a user; what
 * says nothing is reported as our own failure (XX000) with its cause attached.
 */
public final class CalciteErrors {
  private static final int CAUSES_MAX = 1000;

  private CalciteErrors() {}

  /**
   * The error to throw for what planning {@code sql} threw.
   *
   * @param suggestions names that exist, asked only if one was not found
   */
  public static SqlError translate(Throwable thrown, String sql, Suggestions suggestions) {
    Throwable cause = thrown;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      SqlError error = known(cause, sql, suggestions);
      if (error != null) {
        return error;
      }
      cause = cause.getCause();
    }
    return unknown(thrown);
  }

  private static @Nullable SqlError known(Throwable cause, String sql, Suggestions suggestions) {
    if (cause instanceof SqlError error) {
      return error;
    }
    if (cause instanceof PlacedError error) {
      String message = requireNonNullElse(error.getMessage(), "");
      return at(sql, error.state(), message, error.line(), error.column(), error);
    }
    if (cause instanceof CalciteContextException error && error.getCause() != null) {
      PlainMessage plain = PlainMessage.of(text(error.getCause()), suggestions);
      return at(sql, plain.state(), plain.text(), error.getPosLine(), error.getPosColumn(), error);
    }
    if (cause instanceof SqlParseException error && !hasContext(error)) {
      return syntaxError(error, sql);
    }
    if (cause instanceof StackOverflowError) {
      return new SqlError(
          "54001", "the statement is nested too deeply: split it, or nest less", cause);
    }
    if (cause instanceof CannotPlanException) {
      return new SqlError(
          "0A000", "this statement cannot be executed yet: no plan was found for it", cause);
    }
    ResourceMessages.Match match = ResourceMessages.match(text(cause));
    if (match == null) {
      return null;
    }
    PlainMessage plain = PlainMessage.of(text(cause), suggestions);
    return new SqlError(plain.state(), plain.text(), cause);
  }

  /** Whether what the parser threw only wraps a complaint that has its own message. */
  private static boolean hasContext(SqlParseException error) {
    return error.getCause() instanceof CalciteContextException
        || error.getCause() instanceof PlacedError;
  }

  private static SqlError syntaxError(SqlParseException error, String sql) {
    int line = error.getPos() == null ? 0 : error.getPos().getLineNum();
    int column = error.getPos() == null ? 0 : error.getPos().getColumnNum();
    String instead = OtherDialects.statement(sql);
    String hint = instead == null ? expected(error) : "; in pydb: " + instead;
    PlainMessage plain = PlainMessage.of(text(error), Suggestions.NONE);
    return at(sql, plain.state(), plain.text() + hint, line, column, error);
  }

  /** What could stand there, if that is little enough to be of use. */
  private static String expected(SqlParseException error) {
    Collection<String> names = error.getExpectedTokenNames();
    List<String> tokens = names.stream().map(CalciteErrors::tokenName).sorted().distinct().toList();
    return tokens.isEmpty() || tokens.size() > 6
        ? ""
        : "; expected "
            + String.join(", ", tokens.subList(0, tokens.size() - 1))
            + (tokens.size() > 1 ? " or " : "")
            + tokens.get(tokens.size() - 1);
  }

  private static String tokenName(String token) {
    String bare = token.replace("\"", "").replace("<", "").replace(">", "");
    return switch (bare) {
      case "EOF" -> "the end";
      case "IDENTIFIER",
          "QUOTED_IDENTIFIER",
          "BACK_QUOTED_IDENTIFIER",
          "BRACKET_QUOTED_IDENTIFIER",
          "BIG_QUERY_BACK_QUOTED_IDENTIFIER",
          "HYPHENATED_IDENTIFIER",
          "UNICODE_QUOTED_IDENTIFIER" ->
          "a name";
      default -> bare.toLowerCase(Locale.ROOT);
    };
  }

  private static SqlError at(
      String sql, String state, String message, int line, int column, Throwable cause) {
    String place = line > 0 ? ErrorPlace.show(sql, line, column) : "";
    String whole = place.isEmpty() ? message : message + "\n" + place;
    return new SqlError(state, whole, line, column, cause);
  }

  private static SqlError unknown(Throwable thrown) {
    String what = thrown instanceof AssertionError ? "an assumption failed" : text(thrown);
    return new SqlError(
        "XX000", "the statement could not be planned, which is our fault: " + what, thrown);
  }

  private static String text(Throwable thrown) {
    return requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
  }
}
