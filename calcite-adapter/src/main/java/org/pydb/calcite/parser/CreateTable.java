package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE [TEMPORARY] TABLE [IF NOT EXISTS] name (element, …) [USING engine …] [ON COMMIT
 * …]}.
 */
public final class CreateTable extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE TABLE", SqlKind.CREATE_TABLE, CreateTable::new);

  public CreateTable(
      SqlParserPos pos, boolean ifNotExists, SqlIdentifier name, SqlNodeList elements) {
    this(
        pos,
        new @Nullable SqlNode[] {
          flag(ifNotExists), name, elements, choice(TableLife.DURABLE), null
        });
  }

  /** The same for a table that lives so long. */
  public CreateTable living(TableLife life) {
    setOperand(3, choice(life));
    return this;
  }

  /** The same for a table that an engine keeps; null if nothing is said. */
  public CreateTable keptBy(@Nullable EngineClause engine) {
    setOperand(4, engine);
    return this;
  }

  public @Nullable EngineClause engine() {
    return (EngineClause) optionalAt(4);
  }

  public TableLife life() {
    return choiceAt(3, TableLife.class);
  }

  private CreateTable(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public boolean ifNotExists() {
    return flagAt(0);
  }

  public SqlIdentifier name() {
    return operand(1);
  }

  /**
   * What stands in the parentheses, in order: each a {@link ColumnDeclaration} or a {@link
   * ConstraintDeclaration} on several columns.
   */
  public SqlNodeList elements() {
    return operand(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE " + life().prefix() + "TABLE");
    if (ifNotExists()) {
      writer.keyword("IF NOT EXISTS");
    }
    name().unparse(writer, 0, 0);
    unparseInParentheses(writer, elements());
    EngineClause engine = engine();
    if (engine != null) {
      engine.unparse(writer, 0, 0);
    }
    if (!life().suffix().isEmpty()) {
      writer.keyword(life().suffix());
    }
  }
}
