package org.pydb.calcite.parser;

import java.util.Locale;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code EXPLAIN [ANALYZE] [VERBOSE] statement} or {@code EXPLAIN (option, …) statement}.
 *
 * <p>Calcite's {@code EXPLAIN PLAN … FOR} stays its own {@code SqlExplain}.
 */
public final class ExplainStatement extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("EXPLAIN", SqlKind.OTHER, ExplainStatement::new);

  public ExplainStatement(SqlParserPos pos, SqlNodeList options, SqlNode statement) {
    this(pos, new SqlNode[] {options, statement});
  }

  private ExplainStatement(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The {@link ExplainOption}s as written: any names, any number. */
  public SqlNodeList options() {
    return operand(0);
  }

  public SqlNode statement() {
    return operand(1);
  }

  /** Whether the statement is run, and what happened shown beside what was planned. */
  public boolean analyze() {
    return isOn("analyze");
  }

  public boolean verbose() {
    return isOn("verbose");
  }

  /** The value of the last option of that name, in lower case, or null. */
  public @Nullable String option(String name) {
    String found = null;
    for (SqlNode option : options()) {
      ExplainOption candidate = (ExplainOption) option;
      if (candidate.name().equals(name)) {
        found = candidate.value().toLowerCase(Locale.ROOT);
      }
    }
    return found;
  }

  private boolean isOn(String name) {
    String value = option(name);
    return value != null && !value.equals("off") && !value.equals("false") && !value.equals("0");
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("EXPLAIN");
    if (!options().isEmpty()) {
      unparseInParentheses(writer, options());
    }
    statement().unparse(writer, 0, 0);
  }
}
