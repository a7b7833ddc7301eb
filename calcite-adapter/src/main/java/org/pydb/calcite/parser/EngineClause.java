package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code USING engine [WITH (option = value, …)]}: which engine keeps a table. */
public final class EngineClause extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("USING", SqlKind.OTHER, EngineClause::new);

  /**
   * A clause.
   *
   * @param options names, each with its value behind it
   */
  public EngineClause(SqlParserPos pos, SqlIdentifier engine, SqlNodeList options) {
    this(pos, new SqlNode[] {engine, options});
  }

  private EngineClause(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public SqlIdentifier engine() {
    return operand(0);
  }

  /** Names, each with its value behind it. */
  public SqlNodeList options() {
    return operand(1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("USING");
    engine().unparse(writer, 0, 0);
    if (options().isEmpty()) {
      return;
    }
    writer.keyword("WITH");
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (int i = 0; i < options().size(); i += 2) {
      writer.sep(",");
      options().get(i).unparse(writer, 0, 0);
      writer.keyword("=");
      options().get(i + 1).unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }
}
