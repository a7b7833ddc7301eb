package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code DEFAULT expression}, after the type of a column. */
public final class DefaultDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("DEFAULT", SqlKind.OTHER, DefaultDeclaration::new);

  public DefaultDeclaration(SqlParserPos pos, @Nullable SqlIdentifier name, SqlNode expression) {
    this(pos, new @Nullable SqlNode[] {name, expression});
  }

  private DefaultDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlNode expression() {
    return operand(1);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    writer.keyword("DEFAULT");
    expression().unparse(writer, 0, 0);
  }
}
