package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code COPY table [(columns)] FROM | TO place [options]}, or {@code COPY (query) TO place
 * [options]}; the place is a file, or what the application gives or takes.
 */
public final class CopyStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("COPY", SqlKind.OTHER, CopyStatement::new);

  /**
   * A copy.
   *
   * @param source the name of a table, or a query
   * @param columns of the table; empty for all
   * @param file its name as a literal; null for what the application gives or takes
   * @param options see {@link CopyOption}
   */
  public CopyStatement(
      SqlParserPos pos,
      SqlNode source,
      SqlNodeList columns,
      boolean isInto,
      @Nullable SqlNode file,
      SqlNodeList options) {
    this(pos, new SqlNode[] {source, columns, flag(isInto), file, options});
  }

  private CopyStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /**
   * A query that stands in parentheses.
   *
   * @param place from one parenthesis to the other: the query does not know its own, if it has an
   *     ORDER BY
   */
  public static SqlNode query(SqlNode query, SqlParserPos place) {
    return SqlInternalOperators.ANONYMOUS_ROW.createCall(place, query);
  }

  /** The table, or null if it is a query. */
  public @Nullable SqlIdentifier table() {
    return source() instanceof SqlIdentifier table ? table : null;
  }

  /** The table's name, or the query as {@link #query} gives it. */
  public SqlNode source() {
    return operand(0);
  }

  /** Where the query and its parentheses are in the text. */
  public SqlParserPos queryPlace() {
    return source().getParserPosition();
  }

  /** The columns of the table; empty for all. */
  public SqlNodeList columns() {
    return operand(1);
  }

  /** Whether rows go into the table, rather than out of it. */
  public boolean isInto() {
    return flagAt(2);
  }

  /** The file, as it is written; null for what the application gives or takes. */
  public @Nullable String file() {
    return optionalAt(3) instanceof SqlLiteral file ? file.getValueAs(String.class) : null;
  }

  /** The options, each a {@link CopyOption}. */
  public SqlNodeList options() {
    return operand(4);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("COPY");
    if (table() != null) {
      source().unparse(writer, 0, 0);
      if (!columns().isEmpty()) {
        unparseInParentheses(writer, columns());
      }
    } else {
      SqlWriter.Frame frame = writer.startList("(", ")");
      ((SqlCall) source()).operand(0).unparse(writer, 0, 0);
      writer.endList(frame);
    }
    writer.keyword(isInto() ? "FROM" : "TO");
    SqlNode file = optionalAt(3);
    if (file == null) {
      writer.keyword(isInto() ? "STDIN" : "STDOUT");
    } else {
      file.unparse(writer, 0, 0);
    }
    if (!options().isEmpty()) {
      writer.keyword("WITH");
      unparseInParentheses(writer, options());
    }
  }
}
