package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * {@code UNNEST} of several arrays fills the shorter ones up with NULL. Calcite does not know that,
 * and takes their elements for NOT NULL; so those that are written out are filled up before.
 */
final class PaddedArrays extends SqlBasicVisitor<@Nullable Void> {

  private PaddedArrays() {}

  /** Fills up the arrays of a statement, in place. */
  static void pad(SqlNode statement) {
    statement.accept(new PaddedArrays());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.UNNEST) {
      int length = 0;
      for (SqlNode array : call.getOperandList()) {
        length = Math.max(length, length(array));
      }
      for (int i = 0; i < call.operandCount(); i++) {
        if (length(call.operand(i)) > 0 && length(call.operand(i)) < length) {
          call.setOperand(i, padded(call.operand(i), length));
        }
      }
    }
    return super.visit(call);
  }

  /** The length of an array that is written out; 0 for others. */
  private static int length(SqlNode array) {
    return array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
        ? ((SqlCall) array).operandCount()
        : 0;
  }

  private static SqlNode padded(SqlBasicCall array, int length) {
    SqlNode[] elements = array.getOperandList().toArray(new SqlNode[length]);
    for (int i = array.operandCount(); i < length; i++) {
      elements[i] = SqlLiteral.createNull(array.getParserPosition());
    }
    return array.getOperator().createCall(array.getParserPosition(), elements);
  }
}
