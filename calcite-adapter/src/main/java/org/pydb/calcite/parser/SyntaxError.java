package org.pydb.calcite.parser;

import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.generated.ParseException;
import org.pydb.calcite.parser.generated.PydbSqlParserConstants;
import org.pydb.calcite.parser.generated.Token;
import org.pydb.calcite.parser.generated.TokenMgrError;

/**
 * What is said of text that does not parse, in PostgreSQL's words.
 *
 * <p>The generated parser blames the token at which it had to choose, though it may have looked
 * further before it gave up: for {@code WHERE a = )} it blames the equals sign. The token that it
 * looked at last is the one that fits nowhere.
 */
final class SyntaxError {

  private SyntaxError() {}

  /** The parser's error in our words and at our place; one of another kind as it is. */
  static SqlParseException of(SqlParseException error, String sql) {
    if (error.getCause() instanceof ParseException cause && cause.currentToken != null) {
      return atLastToken(error, cause.currentToken.next, sql);
    }
    if (error.getCause() instanceof TokenMgrError cause) {
      return new SqlParseException(lexicalMessage(error, sql), error.getPos(), null, null, cause);
    }
    if (error.getCause() instanceof StackOverflowError cause) {
      throw cause;
    }
    if (error.getCause() instanceof PlacedError cause) {
      SqlParserPos pos = new SqlParserPos(cause.line(), cause.column());
      return new SqlParseException(error.getMessage(), pos, null, null, cause);
    }
    if (error.getPos() == null) {
      throw new PlacedError(
          SqlParserPos.ZERO, "22003", "a number in the statement is out of range");
    }
    String refused = RefusedStatement.words(statementAround(error.getPos(), sql));
    return refused == null
        ? error
        : new SqlParseException(
            refused, error.getPos(), null, null, new PlacedError(error.getPos(), "0A000", refused));
  }

  /** The statement in which a place is. */
  private static String statementAround(SqlParserPos place, String sql) {
    int end = sql.indexOf(';', offset(place, sql));
    return statementBefore(place, end < 0 ? sql : sql.substring(0, end));
  }

  private static SqlParseException atLastToken(SqlParseException error, Token blamed, String sql) {
    Token last = blamed;
    while (last.next != null) {
      last = last.next;
    }
    SqlParserPos place = position(last, sql);
    String refused = RefusedStatement.words(statementBefore(place, sql));
    if (refused != null) {
      return new SqlParseException(
          refused, place, null, null, new PlacedError(place, "0A000", refused));
    }
    boolean tellsWhatFits = last == blamed && last.kind != PydbSqlParserConstants.NUMBER_WITH_JUNK;
    // Without its cause, whose message has all tokens that fit: in a log that is 500 lines.
    return new SqlParseException(
        message(last),
        place,
        tellsWhatFits ? error.getExpectedTokenSequences() : null,
        tellsWhatFits ? error.getTokenImages() : null,
        null);
  }

  /** The statement that ends nowhere, from its beginning to the end of the text. */
  private static String statementBefore(SqlParserPos place, String sql) {
    int end = offset(place, sql);
    return sql.substring(sql.lastIndexOf(';', end - 1) + 1);
  }

  private static int offset(SqlParserPos place, String sql) {
    int offset = 0;
    for (int line = 1; line < place.getLineNum(); line++) {
      offset = sql.indexOf('\n', offset) + 1;
    }
    return Math.min(sql.length(), offset + place.getColumnNum() - 1);
  }

  private static String lexicalMessage(SqlParseException error, String sql) {
    String message = String.valueOf(error.getMessage());
    int unclosed = message.indexOf("unterminated");
    if (unclosed >= 0) {
      return message.substring(unclosed);
    }
    if (message.contains("<EOF>")) {
      return "unterminated comment";
    }
    SqlParserPos pos = error.getPos();
    String line = sql.split("\n", -1)[pos.getLineNum() - 1];
    return "syntax error at or near \"" + line.charAt(pos.getColumnNum() - 1) + "\"";
  }

  /** The error of a text with no statement, or with one too many at this position. */
  static SqlParseException notOneStatement(String found, SqlParserPos pos) {
    return new SqlParseException("expected one statement, found " + found, pos, null, null, null);
  }

  private static String message(Token token) {
    return switch (token.kind) {
      case PydbSqlParserConstants.EOF -> "syntax error at end of input";
      case PydbSqlParserConstants.NUMBER_WITH_JUNK ->
          "trailing junk after numeric literal at or near \"" + token.image + "\"";
      default -> "syntax error at or near \"" + token.image + "\"";
    };
  }

  private static SqlParserPos position(Token token, String sql) {
    return token.kind == PydbSqlParserConstants.EOF
        ? endOf(sql)
        : new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
  }

  /** The position after the last character that shows. */
  private static SqlParserPos endOf(String sql) {
    String[] lines = sql.stripTrailing().split("\n", -1);
    return new SqlParserPos(lines.length, lines[lines.length - 1].length() + 1);
  }
}
