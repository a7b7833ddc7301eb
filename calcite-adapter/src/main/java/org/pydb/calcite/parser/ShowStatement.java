package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code SHOW parameter}: gives the value that SET has given it; {@code SHOW what FOR table}: what
 * there is to see of a table.
 */
public final class ShowStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("SHOW", SqlKind.OTHER, ShowStatement::new);

  public ShowStatement(SqlParserPos pos, SqlIdentifier parameter, @Nullable SqlIdentifier table) {
    this(pos, new @Nullable SqlNode[] {parameter, table});
  }

  private ShowStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The parameter's name. */
  public String parameter() {
    SqlIdentifier name = operand(0);
    return name.getSimple();
  }

  /** The table, if one is named. */
  public @Nullable SqlIdentifier table() {
    return (SqlIdentifier) optionalAt(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SHOW");
    writer.literal(parameter());
    SqlIdentifier table = table();
    if (table != null) {
      writer.keyword("FOR");
      table.unparse(writer, 0, 0);
    }
  }
}
