package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One {@code table} or {@code table (column, …)} of an ANALYZE. */
public final class AnalyzedTable extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("analyzed table", SqlKind.OTHER, AnalyzedTable::new);

  public AnalyzedTable(SqlParserPos pos, SqlIdentifier name, SqlNodeList columns) {
    this(pos, new SqlNode[] {name, columns});
  }

  private AnalyzedTable(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlIdentifier name() {
    return operand(0);
  }

  /** The columns to look at; none for all. */
  public SqlNodeList columns() {
    return operand(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name().unparse(writer, 0, 0);
    if (!columns().isEmpty()) {
      unparseInParentheses(writer, columns());
    }
  }
}
