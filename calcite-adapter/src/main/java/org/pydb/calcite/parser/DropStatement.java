package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code DROP TABLE | INDEX | SCHEMA … [IF EXISTS] name, … [CASCADE | RESTRICT]}. */
public final class DropStatement extends PydbCall {

  /** What is dropped. */
  public enum Target {
    TABLE,
    INDEX,
    SCHEMA,
    SEQUENCE,
    VIEW,
    MATERIALIZED_VIEW
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("DROP", SqlKind.OTHER_DDL, DropStatement::new);

  public DropStatement(
      SqlParserPos pos, Target target, boolean ifExists, SqlNodeList names, boolean cascade) {
    this(pos, new SqlNode[] {choice(target), flag(ifExists), names, flag(cascade)});
  }

  private DropStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  @Override
  public SqlKind getKind() {
    return switch (target()) {
      case TABLE -> SqlKind.DROP_TABLE;
      case INDEX -> SqlKind.DROP_INDEX;
      case SCHEMA -> SqlKind.DROP_SCHEMA;
      case SEQUENCE -> SqlKind.DROP_SEQUENCE;
      case VIEW -> SqlKind.DROP_VIEW;
      case MATERIALIZED_VIEW -> SqlKind.DROP_MATERIALIZED_VIEW;
    };
  }

  public Target target() {
    return choiceAt(0, Target.class);
  }

  public boolean ifExists() {
    return flagAt(1);
  }

  /** The names, at least one, each possibly qualified. */
  public SqlNodeList names() {
    return operand(2);
  }

  /** Whether what depends on them goes too; otherwise it keeps them from being dropped. */
  public boolean cascade() {
    return flagAt(3);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("DROP");
    writer.keyword(target().name().replace('_', ' '));
    if (ifExists()) {
      writer.keyword("IF EXISTS");
    }
    unparseWithCommas(writer, names());
    if (cascade()) {
      writer.keyword("CASCADE");
    }
  }
}
