package org.pydb.calcite.parser;

import java.util.Locale;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code name [value]} of COPY: the value is a text, a word, or missing. */
public final class CopyOption extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("COPY OPTION", SqlKind.OTHER, CopyOption::new);

  private CopyOption(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /**
   * An option.
   *
   * @param value null if there is none
   */
  public static CopyOption of(SqlParserPos pos, String name, @Nullable String value) {
    return new CopyOption(
        pos,
        new SqlNode[] {
          SqlLiteral.createCharString(name.toLowerCase(Locale.ROOT), pos),
          value == null ? null : SqlLiteral.createCharString(value, pos)
        });
  }

  /** The name in lower case. */
  public String name() {
    SqlLiteral name = operand(0);
    return name.getValueAs(String.class);
  }

  /** The value, or null if there is none. */
  public @Nullable String value() {
    return optionalAt(1) instanceof SqlLiteral value ? value.getValueAs(String.class) : null;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(name().toUpperCase(Locale.ROOT));
    SqlNode value = optionalAt(1);
    if (value != null) {
      value.unparse(writer, 0, 0);
    }
  }
}
