package org.pydb.calcite.exec.jsonpath;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.json.Json;

/** How paths compare values. Stateless. */
final class PathComparison {

  private PathComparison() {}

  /** Whether a comparison holds; null if the values cannot be compared. */
  static @Nullable Boolean holds(String operator, Json left, Json right) {
    if (!left.isScalar() || !right.isScalar()) {
      return null;
    }
    boolean isNull = left == Json.Word.NULL || right == Json.Word.NULL;
    if (isNull && left != right) {
      return operator.equals("!=") || operator.equals("<>"); // null differs from all else
    }
    if (!left.type().equals(right.type())) {
      return null;
    }
    int order = Json.compare(left, right);
    return switch (operator) {
      case "==", "=" -> order == 0;
      case "!=", "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
