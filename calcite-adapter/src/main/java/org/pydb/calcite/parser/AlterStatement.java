package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code ALTER TABLE | SEQUENCE | INDEX … [IF EXISTS] name action, …}. */
public final class AlterStatement extends PydbCall {

  /** What is changed. */
  public enum Target {
    TABLE,
    SEQUENCE,
    INDEX,
    VIEW,
    MATERIALIZED_VIEW
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("ALTER", SqlKind.OTHER_DDL, AlterStatement::new);

  public AlterStatement(
      SqlParserPos pos, Target target, boolean ifExists, SqlIdentifier name, SqlNodeList actions) {
    this(pos, new @Nullable SqlNode[] {choice(target), flag(ifExists), name, actions});
  }

  private AlterStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Target target() {
    return choiceAt(0, Target.class);
  }

  public boolean ifExists() {
    return flagAt(1);
  }

  public SqlIdentifier name() {
    return operand(2);
  }

  /** {@link AlterAction}s, or of a sequence perhaps {@link SequenceOption}s. */
  public SqlNodeList actions() {
    return operand(3);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("ALTER");
    writer.keyword(target().name().replace('_', ' '));
    if (ifExists()) {
      writer.keyword("IF EXISTS");
    }
    name().unparse(writer, 0, 0);
    if (actions().get(0) instanceof SequenceOption) {
      actions().forEach(option -> option.unparse(writer, 0, 0));
    } else {
      unparseWithCommas(writer, actions());
    }
  }
}
