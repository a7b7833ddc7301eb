package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A query or change with those that run before it, whose rows it reads: {@link PriorStatements}.
 */
public final class SequencedStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("WITH", SqlKind.OTHER, SequencedStatement::new);

  SequencedStatement(SqlParserPos pos, SqlNodeList priors, SqlNodeList names, SqlNode statement) {
    this(pos, new SqlNode[] {priors, names, statement});
  }

  private SequencedStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** What runs before it, in order; each may read the rows of those before it. */
  public SqlNodeList priors() {
    return operand(0);
  }

  /** What people call them. */
  public SqlNodeList names() {
    return operand(1);
  }

  /** What reads the rows of the others. */
  public SqlNode statement() {
    return operand(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    for (SqlNode prior : priors()) {
      prior.unparse(writer, 0, 0);
      writer.print(";");
      writer.newlineAndIndent();
    }
    statement().unparse(writer, 0, 0);
  }
}
