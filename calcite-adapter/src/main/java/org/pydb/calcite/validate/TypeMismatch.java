package org.pydb.calcite.validate;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.type.TypeNames;

/** Says that operands have no common type, as PostgreSQL says it. */
final class TypeMismatch {

  private TypeMismatch() {}

  /** The error for operands of these types. */
  static PlacedError of(SqlCall call, List<RelDataType> types) {
    RelDataType first = types.get(0);
    RelDataType other =
        types.stream()
            .filter(type -> PydbTypeFactory.INSTANCE.leastRestrictive(List.of(first, type)) == null)
            .findFirst()
            .orElse(first);
    String left = TypeNames.of(first);
    String right = TypeNames.of(other);
    return switch (call.getKind()) {
      case CASE, COALESCE, GREATEST, LEAST, GREATEST_PG, LEAST_PG ->
          new PlacedError(
              call,
              "42804",
              call.getOperator().getName().toUpperCase(Locale.ROOT)
                  + " types "
                  + left
                  + " and "
                  + right
                  + " cannot be matched");
      case IN, NOT_IN, BETWEEN, NULLIF -> noOperator(call, left, "=", right);
      case OTHER_FUNCTION -> noOperator(call, left, "=", right);
      default -> noOperator(call, left, call.getOperator().getName(), right);
    };
  }

  private static PlacedError noOperator(SqlCall call, String left, String operator, String right) {
    return new PlacedError(
        call,
        "42883",
        "operator does not exist: "
            + String.join(" ", left, operator.toLowerCase(Locale.ROOT), right)
            + "; cast one side");
  }
}
