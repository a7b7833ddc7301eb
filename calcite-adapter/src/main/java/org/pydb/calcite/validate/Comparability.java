package org.pydb.calcite.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.OpaqueType;

/** Refuses to compare what has no order, and not even equality: {@code json}. */
final class Comparability {

  private Comparability() {}

  /**
   * Checks the type in which the operands of a call are compared.
   *
   * @throws PlacedError 42883 if its values cannot be compared
   */
  static void check(SqlCall call, RelDataType type) {
    if (OpaqueType.is(type, OpaqueType.Kind.JSON)) {
      throw new PlacedError(
          call, "42883", "values of type json cannot be compared: use jsonb, or cast them to text");
    }
  }
}
