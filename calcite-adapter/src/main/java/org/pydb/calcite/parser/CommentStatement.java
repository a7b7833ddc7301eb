package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code COMMENT ON TABLE | COLUMN … name IS 'text' | NULL}. */
public final class CommentStatement extends PydbCall {

  /** What the comment is about. */
  public enum Target {
    TABLE,
    COLUMN,
    SEQUENCE,
    VIEW,
    MATERIALIZED_VIEW
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("COMMENT", SqlKind.OTHER_DDL, CommentStatement::new);

  public CommentStatement(
      SqlParserPos pos, Target target, SqlIdentifier name, @Nullable SqlNode text) {
    this(pos, new @Nullable SqlNode[] {choice(target), name, text});
  }

  private CommentStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Target target() {
    return choiceAt(0, Target.class);
  }

  public SqlIdentifier name() {
    return operand(1);
  }

  /** A string; null to take the comment away. */
  public @Nullable SqlNode text() {
    return optionalAt(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("COMMENT ON");
    writer.keyword(target().name().replace('_', ' '));
    name().unparse(writer, 0, 0);
    writer.keyword("IS");
    SqlNode text = text();
    if (text == null) {
      writer.keyword("NULL");
    } else {
      text.unparse(writer, 0, 0);
    }
  }
}
