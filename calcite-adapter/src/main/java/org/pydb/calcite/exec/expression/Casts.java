package org.pydb.calcite.exec.expression;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/** Binds casts. */
final class Casts {

  private Casts() {}

  /** The operand as a value of another type; null if there is no such cast. */
  static @Nullable Expression cast(Expression operand, ColumnType type, CastMode mode) {
    if (operand.type().equals(type)) {
      return operand;
    }
    if (Coercion.isNull(operand)) {
      return Literal.ofBoxed(type, null);
    }
    return null;
  }
}
