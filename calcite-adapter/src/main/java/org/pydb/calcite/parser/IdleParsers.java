package org.pydb.calcite.parser;

import java.io.IOException;
import java.io.Reader;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.sql.parser.SqlParser;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.parser.generated.PydbSqlParser;
import org.pydb.calcite.parser.generated.TokenMgrError;

/**
 * Parsers that have parsed a text to its end, and can parse another. To make one takes as long as
 * to parse a short statement with it. Thread-safe.
 */
final class IdleParsers {

  /** Longer texts are left to parsers of their own, whose buffers and tokens are not kept. */
  private static final int TEXT_MAX = PydbSqlParser.TOKENS_MAX / 2;

  private final SqlParser.Config config;
  private final LexicalState lexicalState;

  private final ArrayBlockingQueue<PydbSqlParser> idle =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /** Parsers of a dialect. */
  IdleParsers(SqlParser.Config config) {
    this.config = config;
    this.lexicalState = LexicalState.forConfig(config);
  }

  /**
   * The statements of a text; null if it is long or does not parse. Then parse it with a parser of
   * its own, which knows what is wrong.
   */
  @Nullable SqlNodeList parse(String sql) {
    if (sql.length() > TEXT_MAX) {
      return null;
    }
    PydbSqlParser parser = parserFor(sql);
    try {
      SqlNodeList statements = parser.parseSqlStmtList();
      idle.offer(parser); // Or dropped, if there are as many as processors.
      return statements;
    } catch (Exception | TokenMgrError | StackOverflowError e) {
      return null;
    }
  }

  private PydbSqlParser parserFor(String sql) {
    PydbSqlParser parser = idle.poll();
    if (parser == null || !parser.restart(new Text(sql), sql)) {
      parser = new PydbSqlParser(new Text(sql));
      parser.setOriginalSql(sql);
      parser.setTabSize(1);
      parser.setQuotedCasing(config.quotedCasing());
      parser.setUnquotedCasing(config.unquotedCasing());
      parser.setIdentifierMaxLength(config.identifierMaxLength());
      parser.setConformance(config.conformance());
    }
    parser.switchTo(lexicalState);
    return parser;
  }

  /**
   * The characters of a text. The generated lexer learns of an end by an exception, and would make
   * one each time.
   */
  private static final class Text extends Reader {
    @SuppressWarnings("StaticAssignmentOfThrowable") // it is no error, and nobody sees it
    private static final IOException END = new IOException("the end of the text");

    private final String text;
    private int at;

    Text(String text) {
      this.text = text;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int count = Math.min(length, text.length() - at);
      if (count == 0 && length > 0) {
        throw END;
      }
      text.getChars(at, at + count, buffer, offset);
      at += count;
      return count;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
