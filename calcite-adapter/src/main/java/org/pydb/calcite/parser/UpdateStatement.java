package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * {@code UPDATE table [AS alias] SET column = value, … [FROM …] [WHERE …] [RETURNING …]}.
 *
 * <p>A value may be {@code DEFAULT}. The operands are those of {@link SqlUpdate}, then the returned
 * columns, then what the table is joined with.
 */
public final class UpdateStatement extends SqlUpdate {

  private static final PydbOperator OPERATOR =
      new PydbOperator("UPDATE", SqlKind.UPDATE, UpdateStatement::new);

  private @Nullable SqlNodeList returning;
  private @Nullable SqlNode from;

  public UpdateStatement(
      SqlParserPos pos,
      SqlNode table,
      @Nullable SqlIdentifier alias,
      SqlNodeList columns,
      SqlNodeList values,
      @Nullable SqlNode from,
      @Nullable SqlNode condition,
      @Nullable SqlNodeList returning) {
    this(
        pos,
        new @Nullable SqlNode[] {table, columns, values, condition, null, alias, returning, from});
  }

  private UpdateStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(
        pos,
        operands[0],
        (SqlNodeList) operands[1],
        (SqlNodeList) operands[2],
        operands[3],
        (SqlSelect) operands[4],
        (SqlIdentifier) operands[5]);
    this.returning = (SqlNodeList) operands[6];
    this.from = operands[7];
  }

  /**
   * The values of {@code (a, b) = …}: those of a row, or the columns of a query. Each column of a
   * query is a sub-query of its own.
   *
   * @throws PlacedError 42601 unless the right side is a row as wide as the left
   */
  public static List<SqlNode> values(SqlNodeList columns, SqlNodeList row) {
    if (row.size() == 1 && row.get(0).isA(SqlKind.QUERY)) {
      return QueryColumn.each(row.get(0), columns.size());
    }
    if (columns.size() != row.size()) {
      throw new PlacedError(
          row, "42601", columns.size() + " columns cannot be set to " + row.size() + " values");
    }
    return row.getList();
  }

  /** What the table is joined with, or null for nothing. */
  public @Nullable SqlNode from() {
    return from;
  }

  /** The expressions to return of each row, as of a select list, or null for none. */
  public @Nullable SqlNodeList returning() {
    return returning;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<@Nullable SqlNode> getOperandList() {
    List<@Nullable SqlNode> inherited = super.getOperandList();
    return ImmutableNullableList.of(
        inherited.get(0),
        inherited.get(1),
        inherited.get(2),
        inherited.get(3),
        inherited.get(4),
        inherited.get(5),
        returning,
        from);
  }

  @Override
  public void setOperand(int i, @Nullable SqlNode operand) {
    switch (i) {
      case 6 -> returning = (SqlNodeList) operand;
      case 7 -> from = operand;
      default -> super.setOperand(i, operand);
    }
  }

  /** Refuses what Calcite does not know: whoever plans the statement has its parts validated. */
  @Override
  public void validate(SqlValidator validator, SqlValidatorScope scope) {
    if (returning != null) {
      throw PydbCall.unsupported(returning, "RETURNING");
    }
    super.validate(validator, scope);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("UPDATE");
    getTargetTable().unparse(writer, 0, 0);
    SqlIdentifier alias = getAlias();
    if (alias != null) {
      writer.keyword("AS");
      alias.unparse(writer, 0, 0);
    }
    writer.keyword("SET");
    PydbCall.unparseAssignments(writer, getTargetColumnList(), getSourceExpressionList());
    PydbCall.unparseFrom(writer, "FROM", from);
    PydbCall.unparseWhere(writer, getCondition());
    PydbCall.unparseReturning(writer, returning);
  }
}
