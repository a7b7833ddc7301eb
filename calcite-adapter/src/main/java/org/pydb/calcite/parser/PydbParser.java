package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.logging.SilentLogging;
import org.pydb.calcite.parser.generated.PydbSqlParser;

/**
 * From SQL text to trees.
 *
 * <p>Names without quotes are folded to lower case, those in double quotes kept; both are compared
 * letter by letter afterwards. Comments, and a semicolon after the last statement, mean nothing.
 *
 * <p>Trees are built by recursion: very deep nesting ends in a {@link StackOverflowError}.
 *
 * <p>Each call returns a new tree. A validator may change it, so a tree serves one preparation.
 */
public final class PydbParser {

  /** The longest name, in characters; a longer one is an error, never cut. */
  public static final int IDENTIFIER_LENGTH_MAX = 128;

  private static final SqlParser.Config CONFIG;
  private static final IdleParsers IDLE;

  static {
    SilentLogging.ensure();
    CONFIG =
        SqlParser.config()
            .withParserFactory(PydbSqlParser.FACTORY)
            .withConformance(PydbConformance.INSTANCE)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.TO_LOWER)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(true)
            .withIdentifierMaxLength(IDENTIFIER_LENGTH_MAX);
    IDLE = new IdleParsers(CONFIG);
  }

  private PydbParser() {}

  /**
   * Parses one statement.
   *
   * @throws SqlParseException with the place, if the text is no statement or more than one
   */
  public static SqlNode parseStatement(String sql) throws SqlParseException {
    List<SqlNode> statements = parseScript(sql);
    if (statements.isEmpty()) {
      throw SyntaxError.notOneStatement("none", new SqlParserPos(1, 1));
    }
    if (statements.size() > 1) {
      throw SyntaxError.notOneStatement("another", statements.get(1).getParserPosition());
    }
    return statements.get(0);
  }

  /**
   * Parses statements with semicolons between them. Parameters are counted through all of them.
   *
   * @throws SqlParseException with the place, if one of them does not parse
   */
  public static List<SqlNode> parseScript(String sql) throws SqlParseException {
    SqlNodeList statements = IDLE.parse(sql);
    if (statements != null) {
      return statements.getList();
    }
    try {
      return SqlParser.create(sql, CONFIG).parseStmtList().getList();
    } catch (SqlParseException e) {
      throw SyntaxError.of(e, sql);
    }
  }

  /**
   * Parses an expression, such as that of a CHECK or DEFAULT clause.
   *
   * @throws SqlParseException with the place, if it does not parse
   */
  public static SqlNode parseExpression(String sql) throws SqlParseException {
    try {
      return SqlParser.create(sql, CONFIG).parseExpression();
    } catch (SqlParseException e) {
      throw SyntaxError.of(e, sql);
    }
  }
}
