package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE [OR REPLACE] VIEW name [(column, …)] AS query [WITH [CASCADED | LOCAL] CHECK
 * OPTION]}.
 */
public final class CreateView extends PydbCall {

  /** Of which views rows must be that are written through this one. */
  public enum Check {
    NONE,
    LOCAL,
    CASCADED
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE VIEW", SqlKind.CREATE_VIEW, CreateView::new);

  public CreateView(
      SqlParserPos pos,
      boolean replace,
      SqlIdentifier name,
      SqlNodeList columns,
      SqlNode query,
      Check check) {
    this(pos, new @Nullable SqlNode[] {flag(replace), name, columns, query, choice(check)});
  }

  private CreateView(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean replace() {
    return flagAt(0);
  }

  public SqlIdentifier name() {
    return operand(1);
  }

  /** The names of the first columns; those of the query's for the others. */
  public SqlNodeList columns() {
    return operand(2);
  }

  public SqlNode query() {
    return operand(3);
  }

  public Check check() {
    return choiceAt(4, Check.class);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(replace() ? "CREATE OR REPLACE VIEW" : "CREATE VIEW");
    name().unparse(writer, 0, 0);
    if (!columns().isEmpty()) {
      unparseInParentheses(writer, columns());
    }
    writer.keyword("AS");
    query().unparse(writer, 0, 0);
    if (check() != Check.NONE) {
      writer.keyword("WITH " + check() + " CHECK OPTION");
    }
  }
}
