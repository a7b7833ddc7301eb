package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SET CONSTRAINTS { ALL | name, … } { DEFERRED | IMMEDIATE }}. */
public final class SetConstraints extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("SET CONSTRAINTS", SqlKind.OTHER, SetConstraints::new);

  public SetConstraints(SqlParserPos pos, SqlNodeList names, boolean deferred) {
    this(pos, new @Nullable SqlNode[] {names, flag(deferred)});
  }

  private SetConstraints(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The constraints; none for all. */
  public SqlNodeList names() {
    return operand(0);
  }

  /** Whether they wait for the commit. */
  public boolean deferred() {
    return flagAt(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SET CONSTRAINTS");
    if (names().isEmpty()) {
      writer.keyword("ALL");
    } else {
      unparseWithCommas(writer, names());
    }
    writer.keyword(deferred() ? "DEFERRED" : "IMMEDIATE");
  }
}
