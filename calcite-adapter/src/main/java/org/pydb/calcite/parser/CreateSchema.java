package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE SCHEMA [IF NOT EXISTS] name}. */
public final class CreateSchema extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE SCHEMA", SqlKind.CREATE_SCHEMA, CreateSchema::new);

  public CreateSchema(SqlParserPos pos, boolean ifNotExists, SqlIdentifier name) {
    this(pos, new @Nullable SqlNode[] {flag(ifNotExists), name});
  }

  private CreateSchema(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean ifNotExists() {
    return flagAt(0);
  }

  public SqlIdentifier name() {
    return operand(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE SCHEMA");
    if (ifNotExists()) {
      writer.keyword("IF NOT EXISTS");
    }
    name().unparse(writer, 0, 0);
  }
}
