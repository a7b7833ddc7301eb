package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code BACKUP TO 'file'}. */
public final class BackupStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("BACKUP", SqlKind.OTHER, BackupStatement::new);

  private BackupStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** A backup to a file. */
  public static BackupStatement to(SqlParserPos pos, String file) {
    return new BackupStatement(pos, new SqlNode[] {SqlLiteral.createCharString(file, pos)});
  }

  /** The file, as it is written. */
  public String file() {
    SqlCharStringLiteral text = operand(0);
    return text.getValueAs(String.class);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("BACKUP TO");
    operand(0).unparse(writer, 0, 0);
  }
}
