package org.pydb.calcite.parser;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.util.SourceStringReader;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.logging.SilentLogging;
import org.pydb.calcite.parser.generated.PydbSqlParser;

/** How pydb writes SQL: {@link PydbParser} reads it back to an equal tree. */
public final class PydbDialect extends SqlDialect {

  public static final PydbDialect INSTANCE;

  static {
    SilentLogging.ensure();
    INSTANCE = new PydbDialect();
  }

  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  private final SqlAbstractParserImpl.Metadata words =
      PydbSqlParser.FACTORY.getParser(new SourceStringReader("")).getMetadata();

  private PydbDialect() {
    super(
        EMPTY_CONTEXT
            .withDatabaseProduct(DatabaseProduct.UNKNOWN)
            .withIdentifierQuoteString("\"")
            .withUnquotedCasing(Casing.TO_LOWER));
  }

  /** The text of a statement, a clause or an expression. */
  public static String text(SqlNode node) {
    return node.toSqlString(
            config ->
                config
                    .withDialect(INSTANCE)
                    .withQuoteAllIdentifiers(true)
                    .withAlwaysUseParentheses(false)
                    .withSelectListItemsOnSeparateLines(false)
                    .withUpdateSetListNewline(false)
                    .withClauseStartsLine(false)
                    .withIndentation(0))
        .getSql();
  }

  /** A name stands without quotes if it would come back the same. */
  @Override
  protected boolean identifierNeedsQuote(String name) {
    return !PLAIN_NAME.matcher(name).matches() || isReserved(name.toUpperCase(Locale.ROOT));
  }

  /** IF is a name in most places only: not before EXISTS might stand. */
  private boolean isReserved(String word) {
    return words.isKeyword(word) && (!words.isNonReservedKeyword(word) || word.equals("IF"));
  }

  /** Any character may stand between quotes. */
  @Override
  public void quoteStringLiteralUnicode(StringBuilder buffer, String value) {
    quoteStringLiteral(buffer, null, value);
  }

  /** Rows of VALUES need no {@code ROW} before their parentheses. */
  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    if (call.getKind() != SqlKind.VALUES) {
      super.unparseCall(writer, call, leftPrec, rightPrec);
      return;
    }
    SqlWriter.Frame frame = writer.startList("VALUES", "");
    for (SqlNode row : call.getOperandList()) {
      writer.sep(",", false);
      SqlWriter.Frame values = writer.startList("(", ")");
      for (SqlNode value : ((SqlCall) row).getOperandList()) {
        writer.sep(",", false);
        value.unparse(writer, 0, 0);
      }
      writer.endList(values);
    }
    writer.endList(frame);
  }

  /** LIMIT, then OFFSET; or the other way round if that is how parameters count. */
  @Override
  public void unparseOffsetFetch(
      SqlWriter writer, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    if (isParameterBefore(offset, fetch)) {
      unparseOffset(writer, offset);
      unparseLimit(writer, fetch);
    } else {
      unparseFetchUsingLimit(writer, offset, fetch);
    }
  }

  private static boolean isParameterBefore(@Nullable SqlNode one, @Nullable SqlNode other) {
    return one instanceof SqlDynamicParam first
        && other instanceof SqlDynamicParam second
        && first.getIndex() < second.getIndex();
  }
}
