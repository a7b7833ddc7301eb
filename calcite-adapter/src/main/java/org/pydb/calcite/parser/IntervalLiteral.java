package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/** {@code interval '1 day'}: a text that is cast to an interval. Stateless. */
public final class IntervalLiteral {

  private IntervalLiteral() {}

  /** The interval that a text means, or its opposite if a minus stands before it. */
  public static SqlNode of(int sign, String text, SqlParserPos position) {
    SqlNode cast =
        SqlStdOperatorTable.CAST.createCall(
            position,
            SqlLiteral.createCharString(text, position),
            new SqlDataTypeSpec(new OpaqueTypeSpec(OpaqueType.Kind.INTERVAL, position), position));
    return sign < 0 ? SqlStdOperatorTable.UNARY_MINUS.createCall(position, cast) : cast;
  }

  /**
   * Such an interval as standard SQL writes it, which plans know more about: months, or days with
   * seconds, or {@link IntervalText#SUM} of both.
   *
   * @return null if the node is none, or is one that the standard cannot write
   */
  public static @Nullable SqlNode standard(SqlNode node) {
    boolean isLiteral =
        node.getKind() == SqlKind.CAST
            && ((SqlCall) node).operand(0) instanceof SqlCharStringLiteral
            && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type
            && type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
            && spec.kind() == OpaqueType.Kind.INTERVAL;
    if (!isLiteral) {
      return null;
    }
    SqlLiteral text = ((SqlCall) node).operand(0);
    try {
      return IntervalText.parse(
          1, text.getValueAs(NlsString.class).getValue(), node.getParserPosition());
    } catch (PlacedError e) {
      return null; // Read as a value, it tells what is wrong.
    }
  }
}
