package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code REFRESH MATERIALIZED VIEW name [WITH NO DATA]}. */
public final class RefreshStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("REFRESH MATERIALIZED VIEW", SqlKind.OTHER_DDL, RefreshStatement::new);

  public RefreshStatement(SqlParserPos pos, SqlIdentifier name, boolean withData) {
    this(pos, new @Nullable SqlNode[] {name, flag(withData)});
  }

  private RefreshStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlIdentifier name() {
    return operand(0);
  }

  public boolean withData() {
    return flagAt(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("REFRESH MATERIALIZED VIEW");
    name().unparse(writer, 0, 0);
    if (!withData()) {
      writer.keyword("WITH NO DATA");
    }
  }
}
