package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE [UNIQUE] INDEX [IF NOT EXISTS] [name] ON table (column, …) [INCLUDE (column, …)]
 * [WHERE …]}.
 */
public final class CreateIndex extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE INDEX", SqlKind.CREATE_INDEX, CreateIndex::new);

  public CreateIndex(
      SqlParserPos pos,
      boolean unique,
      boolean ifNotExists,
      @Nullable SqlIdentifier name,
      SqlIdentifier table,
      SqlNodeList columns,
      SqlNodeList included,
      @Nullable SqlNode condition,
      boolean nullsNotDistinct) {
    this(
        pos,
        new @Nullable SqlNode[] {
          flag(unique),
          flag(ifNotExists),
          name,
          table,
          columns,
          included,
          condition,
          flag(nullsNotDistinct)
        });
  }

  private CreateIndex(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean unique() {
    return flagAt(0);
  }

  public boolean ifNotExists() {
    return flagAt(1);
  }

  /** The index's name, or null where the database shall find one. */
  public @Nullable SqlIdentifier name() {
    return (SqlIdentifier) optionalAt(2);
  }

  public SqlIdentifier table() {
    return operand(3);
  }

  /** The {@link IndexColumn}s, in order. */
  public SqlNodeList columns() {
    return operand(4);
  }

  /** The names of columns that the index holds besides its key. */
  public SqlNodeList included() {
    return operand(5);
  }

  /** Which rows the index is of, or null for all. */
  public @Nullable SqlNode condition() {
    return optionalAt(6);
  }

  /** Whether NULL equals NULL, where the index is unique. */
  public boolean nullsNotDistinct() {
    return flagAt(7);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(unique() ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
    if (ifNotExists()) {
      writer.keyword("IF NOT EXISTS");
    }
    SqlIdentifier name = name();
    if (name != null) {
      name.unparse(writer, 0, 0);
    }
    writer.keyword("ON");
    table().unparse(writer, 0, 0);
    unparseInParentheses(writer, columns());
    if (!included().isEmpty()) {
      writer.keyword("INCLUDE");
      unparseInParentheses(writer, included());
    }
    if (nullsNotDistinct()) {
      writer.keyword("NULLS NOT DISTINCT");
    }
    unparseWhere(writer, condition());
  }
}
