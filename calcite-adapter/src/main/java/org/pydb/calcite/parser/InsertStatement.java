package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/**
 * {@code INSERT INTO table [AS alias] [(column, …)] [OVERRIDING …] source [ON CONFLICT …]
 * [RETURNING …]}.
 *
 * <p>The operands are those of {@link SqlInsert}, then alias, conflict clause, returned columns and
 * what becomes of values for identity columns.
 */
public final class InsertStatement extends SqlInsert {

  private static final PydbOperator OPERATOR =
      new PydbOperator("INSERT", SqlKind.INSERT, InsertStatement::new);

  /** Whose values identity columns take if they are given some. */
  public enum Overriding {
    /** Those given, also where the column makes its own always. */
    SYSTEM,
    /** Their own. */
    USER
  }

  private @Nullable SqlIdentifier alias;
  private @Nullable OnConflict onConflict;
  private @Nullable SqlNodeList returning;
  private @Nullable SqlLiteral overriding;

  public InsertStatement(
      SqlParserPos pos,
      SqlNode table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNodeList columns,
      SqlNode source,
      @Nullable OnConflict onConflict,
      @Nullable SqlNodeList returning) {
    this(
        pos,
        new @Nullable SqlNode[] {
          SqlNodeList.EMPTY, table, source, columns, alias, onConflict, returning, null
        });
  }

  /** The same statement, which says what becomes of values for identity columns. */
  public InsertStatement overriding(@Nullable Overriding whose, SqlParserPos pos) {
    overriding = whose == null ? null : SqlLiteral.createSymbol(whose, pos);
    return this;
  }

  private InsertStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(pos, (SqlNodeList) operands[0], operands[1], operands[2], (SqlNodeList) operands[3]);
    this.alias = (SqlIdentifier) operands[4];
    this.onConflict = (OnConflict) operands[5];
    this.returning = (SqlNodeList) operands[6];
    this.overriding = (SqlLiteral) operands[7];
  }

  /** The source of {@code INSERT INTO t DEFAULT VALUES}: one row that gives no value. */
  public static SqlNode defaultRow(SqlParserPos pos) {
    return SqlStdOperatorTable.VALUES.createCall(pos, SqlStdOperatorTable.ROW.createCall(pos));
  }

  /** Whether the statement says {@code DEFAULT VALUES}; its source is then no valid query. */
  public boolean isDefaultRow() {
    return getSource() instanceof SqlCall values
        && values.getKind() == SqlKind.VALUES
        && values.operand(0) instanceof SqlCall row
        && row.operandCount() == 0;
  }

  /** The name that the conflict clause and the returned columns use for the table, or null. */
  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  public @Nullable OnConflict onConflict() {
    return onConflict;
  }

  /** Whose values identity columns take; null if it does not say. */
  public @Nullable Overriding overriding() {
    return overriding == null ? null : overriding.getValueAs(Overriding.class);
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
        inherited.get(0),
        inherited.get(1),
        inherited.get(2),
        inherited.get(3),
        alias,
        onConflict,
        returning,
        overriding);
  }

  @Override
  public void setOperand(int i, @Nullable SqlNode operand) {
    switch (i) {
      case 4 -> alias = (SqlIdentifier) operand;
      case 5 -> onConflict = (OnConflict) operand;
      case 6 -> returning = (SqlNodeList) operand;
      case 7 -> overriding = (SqlLiteral) operand;
      default -> super.setOperand(i, operand);
    }
  }

  /** Refuses what Calcite does not know: whoever plans the statement has its parts validated. */
  @Override
  public void validate(SqlValidator validator, SqlValidatorScope scope) {
    if (onConflict != null) {
      throw PydbCall.unsupported(onConflict, "ON CONFLICT");
    }
    if (returning != null) {
      throw PydbCall.unsupported(returning, "RETURNING");
    }
    super.validate(validator, scope);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("INSERT INTO");
    getTargetTable().unparse(writer, 0, 0);
    if (alias != null) {
      writer.keyword("AS");
      alias.unparse(writer, 0, 0);
    }
    SqlNodeList columns = getTargetColumnList();
    if (columns != null) {
      PydbCall.unparseInParentheses(writer, columns);
    }
    Overriding whose = overriding();
    if (whose != null) {
      writer.keyword("OVERRIDING " + whose + " VALUE");
    }
    if (isDefaultRow()) {
      writer.keyword("DEFAULT VALUES");
    } else {
      getSource().unparse(writer, 0, 0);
    }
    if (onConflict != null) {
      onConflict.unparse(writer, 0, 0);
    }
    PydbCall.unparseReturning(writer, returning);
  }
}
