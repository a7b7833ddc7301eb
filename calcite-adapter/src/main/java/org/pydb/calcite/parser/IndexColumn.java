package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@code CREATE INDEX}: {@code name | expression [ASC | DESC] [NULLS FIRST | LAST]}.
 */
public final class IndexColumn extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("index column", SqlKind.OTHER, IndexColumn::new);

  public IndexColumn(SqlParserPos pos, SqlNode value, boolean descending, boolean nullsFirst) {
    this(pos, new SqlNode[] {value, flag(descending), flag(nullsFirst)});
  }

  private IndexColumn(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /** The name of a column, or an expression. */
  public SqlNode value() {
    return operand(0);
  }

  public boolean descending() {
    return flagAt(1);
  }

  /** Where NULL stands; unless said otherwise it is above every value. */
  public boolean nullsFirst() {
    return flagAt(2);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    SqlNode value = value();
    if (value instanceof SqlIdentifier) {
      value.unparse(writer, 0, 0);
    } else {
      SqlWriter.Frame frame = writer.startList("(", ")");
      value.unparse(writer, 0, 0);
      writer.endList(frame);
    }
    if (descending()) {
      writer.keyword("DESC");
    }
    if (nullsFirst() != descending()) {
      writer.keyword(nullsFirst() ? "NULLS FIRST" : "NULLS LAST");
    }
  }
}
