package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column of {@code CREATE TABLE}: {@code name type constraint …}. */
public final class ColumnDeclaration extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("column", SqlKind.COLUMN_DECL, ColumnDeclaration::new);

  public ColumnDeclaration(
      SqlParserPos pos, SqlIdentifier name, SqlDataTypeSpec type, SqlNodeList constraints) {
    this(pos, new SqlNode[] {name, type, constraints});
  }

  private ColumnDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlIdentifier name() {
    return operand(0);
  }

  public SqlDataTypeSpec type() {
    return operand(1);
  }

  /** The {@link ConstraintDeclaration}s after the type, in order; they may repeat or contradict. */
  public SqlNodeList constraints() {
    return operand(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    name().unparse(writer, 0, 0);
    type().unparse(writer, 0, 0);
    for (SqlNode constraint : constraints()) {
      constraint.unparse(writer, 0, 0);
    }
  }
}
