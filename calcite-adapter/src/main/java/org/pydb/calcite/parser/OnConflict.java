package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What INSERT does with a row whose key is there already: {@code ON CONFLICT [(column, …) [WHERE …]
 * | ON CONSTRAINT name] DO NOTHING | DO UPDATE SET … [WHERE …]}.
 */
public final class OnConflict extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("ON CONFLICT", SqlKind.OTHER, OnConflict::new);

  private OnConflict(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public static OnConflict doNothing(
      SqlParserPos pos,
      SqlNodeList columns,
      @Nullable SqlNode predicate,
      @Nullable SqlIdentifier constraint) {
    return doUpdate(
        pos, columns, predicate, constraint, SqlNodeList.EMPTY, SqlNodeList.EMPTY, null);
  }

  public static OnConflict doUpdate(
      SqlParserPos pos,
      SqlNodeList columns,
      @Nullable SqlNode predicate,
      @Nullable SqlIdentifier constraint,
      SqlNodeList targets,
      SqlNodeList values,
      @Nullable SqlNode condition) {
    return new OnConflict(
        pos, new @Nullable SqlNode[] {columns, constraint, targets, values, condition, predicate});
  }

  /**
   * The {@link IndexColumn}s of the key meant; none for any key, or where a constraint is named.
   */
  public SqlNodeList columns() {
    return operand(0);
  }

  /** The constraint meant, or null. */
  public @Nullable SqlIdentifier constraint() {
    return (SqlIdentifier) optionalAt(1);
  }

  /** Whether the row that is there is updated; otherwise the new one is passed over. */
  public boolean isUpdate() {
    return !targets().isEmpty();
  }

  /** The columns to set in the row that is there. */
  public SqlNodeList targets() {
    return operand(2);
  }

  /** What they are set to, one for one; {@code excluded} names the new row. */
  public SqlNodeList values() {
    return operand(3);
  }

  /** Which of the rows that are there to update, or null for each. */
  public @Nullable SqlNode condition() {
    return optionalAt(4);
  }

  /** What rows of a partial index are known to meet, or null. */
  public @Nullable SqlNode predicate() {
    return optionalAt(5);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("ON CONFLICT");
    SqlIdentifier constraint = constraint();
    if (constraint != null) {
      writer.keyword("ON CONSTRAINT");
      constraint.unparse(writer, 0, 0);
    } else if (!columns().isEmpty()) {
      unparseInParentheses(writer, columns());
      unparseWhere(writer, predicate());
    }
    if (!isUpdate()) {
      writer.keyword("DO NOTHING");
      return;
    }
    writer.keyword("DO UPDATE SET");
    unparseAssignments(writer, targets(), values());
    unparseWhere(writer, condition());
  }
}
