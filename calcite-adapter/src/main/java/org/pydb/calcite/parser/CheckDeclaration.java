package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CHECK (condition)}. */
public final class CheckDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("CHECK", SqlKind.CHECK, CheckDeclaration::new);

  public CheckDeclaration(SqlParserPos pos, @Nullable SqlIdentifier name, SqlNode condition) {
    this(pos, new @Nullable SqlNode[] {name, condition});
  }

  private CheckDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlNode condition() {
    return operand(1);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    writer.keyword("CHECK");
    SqlWriter.Frame frame = writer.startList("(", ")");
    condition().unparse(writer, 0, 0);
    writer.endList(frame);
  }
}
