package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code MERGE INTO table [AS alias] USING source ON condition WHEN … THEN … [RETURNING …]}, with
 * any number of {@link MergeClause}s.
 */
public final class MergeStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("MERGE", SqlKind.MERGE, MergeStatement::new);

  public MergeStatement(
      SqlParserPos pos,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      SqlNode source,
      SqlNode condition,
      SqlNodeList clauses,
      @Nullable SqlNodeList returning) {
    this(pos, new @Nullable SqlNode[] {table, alias, source, condition, clauses, returning});
  }

  private MergeStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The table that is changed. */
  public SqlIdentifier table() {
    return operand(0);
  }

  public @Nullable SqlIdentifier alias() {
    return (SqlIdentifier) optionalAt(1);
  }

  /** What the table is compared with. */
  public SqlNode source() {
    return operand(2);
  }

  /** Which rows match. */
  public SqlNode condition() {
    return operand(3);
  }

  /** The clauses, at least one: of those for a row, the first whose condition is true. */
  public SqlNodeList clauses() {
    return operand(4);
  }

  /** The expressions to return of each row, as of a select list, or null for none. */
  public @Nullable SqlNodeList returning() {
    return (SqlNodeList) optionalAt(5);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("MERGE INTO");
    table().unparse(writer, 0, 0);
    SqlIdentifier alias = alias();
    if (alias != null) {
      writer.keyword("AS");
      alias.unparse(writer, 0, 0);
    }
    unparseFrom(writer, "USING", source());
    writer.keyword("ON");
    condition().unparse(writer, 0, 0);
    for (SqlNode clause : clauses()) {
      clause.unparse(writer, 0, 0);
    }
    unparseReturning(writer, returning());
  }
}
