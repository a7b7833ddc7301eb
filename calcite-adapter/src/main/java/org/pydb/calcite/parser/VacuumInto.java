package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code VACUUM INTO 'file' [WITH (encryption_key 'key' | NONE)]}: a copy, with another key. */
public final class VacuumInto extends PydbCall {

  private static final PydbOperator OPERATOR =
      new PydbOperator("VACUUM INTO", SqlKind.OTHER, VacuumInto::new);

  private VacuumInto(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  /**
   * A copy in a file.
   *
   * @param option the name of what is set for the copy; null if nothing is
   * @param value a text or a name; null if nothing is set
   */
  public static VacuumInto of(
      SqlParserPos pos, String file, @Nullable SqlIdentifier option, @Nullable SqlNode value) {
    return new VacuumInto(
        pos, new @Nullable SqlNode[] {SqlLiteral.createCharString(file, pos), option, value});
  }

  /** The file, as it is written. */
  public String file() {
    SqlCharStringLiteral text = operand(0);
    return text.getValueAs(String.class);
  }

  /** The name of what is set for the copy, or null. */
  public @Nullable SqlIdentifier option() {
    return optionalAt(1) instanceof SqlIdentifier option ? option : null;
  }

  /** What it is set to, if it is a name. */
  public @Nullable SqlIdentifier name() {
    return optionalAt(2) instanceof SqlIdentifier name ? name : null;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("VACUUM INTO");
    operand(0).unparse(writer, 0, 0);
    SqlNode option = optionalAt(1);
    SqlNode value = optionalAt(2);
    if (option != null && value != null) {
      writer.keyword("WITH");
      SqlWriter.Frame frame = writer.startList("(", ")");
      option.unparse(writer, 0, 0);
      value.unparse(writer, 0, 0);
      writer.endList(frame);
    }
  }
}
