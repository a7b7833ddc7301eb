package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code GENERATED ALWAYS AS (expression) STORED}, after the type of a column. */
public final class GeneratedDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("GENERATED", SqlKind.OTHER, GeneratedDeclaration::new);

  public GeneratedDeclaration(SqlParserPos pos, @Nullable SqlIdentifier name, SqlNode expression) {
    this(pos, new @Nullable SqlNode[] {name, expression});
  }

  private GeneratedDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlNode expression() {
    return operand(1);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    writer.keyword("GENERATED ALWAYS AS");
    SqlWriter.Frame frame = writer.startList("(", ")");
    expression().unparse(writer, 0, 0);
    writer.endList(frame);
    writer.keyword("STORED");
  }
}
