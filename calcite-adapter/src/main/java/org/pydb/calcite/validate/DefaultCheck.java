package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;

/** Where DEFAULT stands for nothing. */
final class DefaultCheck {
  private DefaultCheck() {}

  /** Refuses it in rows that go into no table. */
  static void refuse(SqlCall values) {
    for (SqlNode row : values.getOperandList()) {
      for (SqlNode value : ((SqlCall) row).getOperandList()) {
        if (value.getKind() == SqlKind.DEFAULT) {
          throw new PlacedError(value, "42601", "DEFAULT is not allowed in this context");
        }
      }
    }
  }
}
