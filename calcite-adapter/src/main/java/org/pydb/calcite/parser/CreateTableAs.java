package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE TABLE | MATERIALIZED VIEW [IF NOT EXISTS] name [(column, …)] [USING engine …] AS
 * query [WITH NO DATA]}.
 */
public final class CreateTableAs extends PydbCall {

  /** What is made. */
  public enum Kind {
    TABLE,
    MATERIALIZED_VIEW
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("CREATE TABLE AS", SqlKind.CREATE_TABLE, CreateTableAs::new);

  public CreateTableAs(
      SqlParserPos pos,
      Kind kind,
      boolean ifNotExists,
      SqlIdentifier name,
      SqlNodeList columns,
      SqlNode query,
      boolean withData) {
    this(
        pos,
        new @Nullable SqlNode[] {
          choice(kind),
          flag(ifNotExists),
          name,
          columns,
          query,
          flag(withData),
          choice(TableLife.DURABLE),
          null
        });
  }

  /** The same for a table that lives so long. */
  public CreateTableAs living(TableLife life) {
    setOperand(6, choice(life));
    return this;
  }

  /** The same for a table that an engine keeps; null if nothing is said. */
  public CreateTableAs keptBy(@Nullable EngineClause engine) {
    setOperand(7, engine);
    return this;
  }

  public @Nullable EngineClause engine() {
    return (EngineClause) optionalAt(7);
  }

  public TableLife life() {
    return choiceAt(6, TableLife.class);
  }

  private CreateTableAs(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Kind kind() {
    return choiceAt(0, Kind.class);
  }

  public boolean ifNotExists() {
    return flagAt(1);
  }

  public SqlIdentifier name() {
    return operand(2);
  }

  /** The names of the first columns; those of the query's for the others. */
  public SqlNodeList columns() {
    return operand(3);
  }

  public SqlNode query() {
    return operand(4);
  }

  /** Whether it gets the rows of the query. */
  public boolean withData() {
    return flagAt(5);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(
        kind() == Kind.TABLE ? "CREATE " + life().prefix() + "TABLE" : "CREATE MATERIALIZED VIEW");
    if (ifNotExists()) {
      writer.keyword("IF NOT EXISTS");
    }
    name().unparse(writer, 0, 0);
    if (!columns().isEmpty()) {
      unparseInParentheses(writer, columns());
    }
    EngineClause engine = engine();
    if (engine != null) {
      engine.unparse(writer, 0, 0);
    }
    if (!life().suffix().isEmpty()) {
      writer.keyword(life().suffix());
    }
    writer.keyword("AS");
    query().unparse(writer, 0, 0);
    if (!withData()) {
      writer.keyword("WITH NO DATA");
    }
  }
}
