package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One choice of EXPLAIN: {@code analyze}, {@code costs off}, {@code format json}. */
public final class ExplainOption extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("option", SqlKind.OTHER, ExplainOption::new);

  /** An option with a word or a number after it, or with nothing, which means {@code on}. */
  public ExplainOption(SqlParserPos pos, SqlIdentifier name, @Nullable SqlNode value) {
    this(pos, new SqlNode[] {name, value == null ? new SqlIdentifier("on", pos) : value});
  }

  private ExplainOption(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The option that a keyword of its own turns on. */
  public static ExplainOption on(String name, SqlParserPos pos) {
    return new ExplainOption(pos, new SqlIdentifier(name, pos), null);
  }

  public String name() {
    SqlIdentifier name = operand(0);
    return name.getSimple();
  }

  public String value() {
    SqlNode value = operand(1);
    return value instanceof SqlLiteral literal ? literal.toValue() : value.toString();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(name());
    writer.keyword(value());
  }
}
