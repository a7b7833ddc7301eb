package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE FROM table [AS alias] [USING …] [WHERE …] [RETURNING …]}.
 *
 * <p>The operands are those of {@link SqlDelete}, then the returned columns, then what the table is
 * joined with.
 */
public final class DeleteStatement extends SqlDelete {

  private static final PydbOperator OPERATOR =
      new PydbOperator("DELETE", SqlKind.DELETE, DeleteStatement::new);

  private @Nullable SqlNodeList returning;
  private @Nullable SqlNode using;

  public DeleteStatement(
      SqlParserPos pos,
      SqlNode table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode using,
      @Nullable SqlNode condition,
      @Nullable SqlNodeList returning) {
    this(pos, new @Nullable SqlNode[] {table, condition, null, alias, returning, using});
  }

  private DeleteStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(pos, operands[0], operands[1], (SqlSelect) operands[2], (SqlIdentifier) operands[3]);
    this.returning = (SqlNodeList) operands[4];
    this.using = operands[5];
  }

  /** What the table is joined with, or null for nothing. */
  public @Nullable SqlNode using() {
    return using;
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
  public List<SqlNode> getOperandList() {
    List<SqlNode> inherited = super.getOperandList();
    return ImmutableNullableList.of(
        inherited.get(0), inherited.get(1), inherited.get(2), inherited.get(3), returning, using);
  }

  @Override
  public void setOperand(int i, @Nullable SqlNode operand) {
    switch (i) {
      case 4 -> returning = (SqlNodeList) operand;
      case 5 -> using = operand;
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
    writer.keyword("DELETE FROM");
    getTargetTable().unparse(writer, 0, 0);
    SqlIdentifier alias = getAlias();
    if (alias != null) {
      writer.keyword("AS");
      alias.unparse(writer, 0, 0);
    }
    PydbCall.unparseFrom(writer, "USING", using);
    PydbCall.unparseWhere(writer, getCondition());
    PydbCall.unparseReturning(writer, returning);
  }
}
