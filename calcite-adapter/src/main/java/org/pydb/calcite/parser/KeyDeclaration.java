package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code PRIMARY KEY (column, …) [DEFERRABLE …]} or {@code UNIQUE [NULLS NOT DISTINCT] (column, …)
 * [DEFERRABLE …]}.
 */
public final class KeyDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("KEY", SqlKind.OTHER, KeyDeclaration::new);

  public KeyDeclaration(
      SqlParserPos pos,
      @Nullable SqlIdentifier name,
      boolean primary,
      SqlNodeList columns,
      ConstraintTiming timing,
      boolean nullsNotDistinct) {
    this(
        pos,
        new @Nullable SqlNode[] {
          name, flag(primary), columns, choice(timing), flag(nullsNotDistinct)
        });
  }

  private KeyDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** Whether it is the primary key, not a unique one beside it. */
  public boolean primary() {
    return flagAt(1);
  }

  /** The key's columns; none when it stands after the type of the one it means. */
  public SqlNodeList columns() {
    return operand(2);
  }

  /** When it is looked at. */
  public ConstraintTiming timing() {
    return choiceAt(3, ConstraintTiming.class);
  }

  /** Whether NULL equals NULL in it. */
  public boolean nullsNotDistinct() {
    return flagAt(4);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    writer.keyword(primary() ? "PRIMARY KEY" : "UNIQUE");
    if (nullsNotDistinct()) {
      writer.keyword("NULLS NOT DISTINCT");
    }
    if (!columns().isEmpty()) {
      unparseInParentheses(writer, columns());
    }
    timing().unparse(writer);
  }
}
