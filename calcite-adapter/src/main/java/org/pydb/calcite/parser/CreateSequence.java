package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE SEQUENCE [IF NOT EXISTS] name option …}. */
public final class CreateSequence extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE SEQUENCE", SqlKind.CREATE_SEQUENCE, CreateSequence::new);

  public CreateSequence(
      SqlParserPos pos, boolean ifNotExists, SqlIdentifier name, SqlNodeList options) {
    this(pos, new @Nullable SqlNode[] {flag(ifNotExists), name, options});
  }

  private CreateSequence(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean ifNotExists() {
    return flagAt(0);
  }

  public SqlIdentifier name() {
    return operand(1);
  }

  /** Its {@link SequenceOption}s, in order; they may repeat or contradict. */
  public SqlNodeList options() {
    return operand(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE SEQUENCE");
    if (ifNotExists()) {
      writer.keyword("IF NOT EXISTS");
    }
    name().unparse(writer, 0, 0);
    for (SqlNode option : options()) {
      option.unparse(writer, 0, 0);
    }
  }
}
