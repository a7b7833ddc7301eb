package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A query that locks the rows that it returns: {@code SELECT … FOR UPDATE …}. */
public final class LockingSelect extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("FOR UPDATE", SqlKind.OTHER, LockingSelect::new);

  public LockingSelect(SqlParserPos pos, SqlNode query, SqlNodeList clauses) {
    this(pos, new SqlNode[] {query, clauses});
  }

  private LockingSelect(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The query without its locks. */
  public SqlNode query() {
    return operand(0);
  }

  /** The {@link LockingClause}s, at least one. */
  public SqlNodeList clauses() {
    return operand(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    query().unparse(writer, 0, 0);
    for (SqlNode clause : clauses()) {
      clause.unparse(writer, 0, 0);
    }
  }
}
