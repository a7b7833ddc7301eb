package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW parameter}: gives the value that SET has given it. */
public final class ShowStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("SHOW", SqlKind.OTHER, ShowStatement::new);

  public ShowStatement(SqlParserPos pos, SqlIdentifier parameter) {
    this(pos, new SqlNode[] {parameter});
  }

  private ShowStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The parameter's name. */
  public String parameter() {
    SqlIdentifier name = operand(0);
    return name.getSimple();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SHOW");
    writer.literal(parameter());
  }
}
