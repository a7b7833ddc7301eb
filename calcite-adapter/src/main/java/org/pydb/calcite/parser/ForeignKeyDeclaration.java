package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code [FOREIGN KEY (column, …)] REFERENCES table [(column, …)] [MATCH FULL] [ON DELETE …] [ON
 * UPDATE …]}.
 */
public final class ForeignKeyDeclaration extends ConstraintDeclaration {

  private static final PydbOperator OPERATOR =
      new PydbOperator("FOREIGN KEY", SqlKind.FOREIGN_KEY, ForeignKeyDeclaration::new);

  public ForeignKeyDeclaration(
      SqlParserPos pos,
      @Nullable SqlIdentifier name,
      SqlNodeList columns,
      SqlIdentifier table,
      SqlNodeList referencedColumns,
      ReferentialAction onDelete,
      ReferentialAction onUpdate,
      ConstraintTiming timing,
      boolean full) {
    this(
        pos,
        new @Nullable SqlNode[] {
          name,
          columns,
          table,
          referencedColumns,
          choice(onDelete),
          choice(onUpdate),
          choice(timing),
          flag(full)
        });
  }

  private ForeignKeyDeclaration(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The referencing columns; none when it stands after the type of the one it means. */
  public SqlNodeList columns() {
    return operand(1);
  }

  /** The table referred to. */
  public SqlIdentifier table() {
    return operand(2);
  }

  /** The columns referred to; none for the table's primary key. */
  public SqlNodeList referencedColumns() {
    return operand(3);
  }

  public ReferentialAction onDelete() {
    return choiceAt(4, ReferentialAction.class);
  }

  public ReferentialAction onUpdate() {
    return choiceAt(5, ReferentialAction.class);
  }

  /** When it is looked at. */
  public ConstraintTiming timing() {
    return choiceAt(6, ConstraintTiming.class);
  }

  /** Whether all of its columns must be NULL if one is. */
  public boolean full() {
    return flagAt(7);
  }

  @Override
  void unparseRule(SqlWriter writer) {
    if (!columns().isEmpty()) {
      writer.keyword("FOREIGN KEY");
      unparseInParentheses(writer, columns());
    }
    writer.keyword("REFERENCES");
    table().unparse(writer, 0, 0);
    if (!referencedColumns().isEmpty()) {
      unparseInParentheses(writer, referencedColumns());
    }
    if (full()) {
      writer.keyword("MATCH FULL");
    }
    unparseAction(writer, "ON DELETE", onDelete());
    unparseAction(writer, "ON UPDATE", onUpdate());
    timing().unparse(writer);
  }

  private static void unparseAction(SqlWriter writer, String event, ReferentialAction action) {
    if (action != ReferentialAction.NO_ACTION) {
      writer.keyword(event);
      writer.keyword(action.sql());
    }
  }
}
