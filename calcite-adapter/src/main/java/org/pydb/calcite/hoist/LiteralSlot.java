package org.pydb.calcite.hoist;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A hoisted literal, as a plan wants it.
 *
 * @param type of the value
 * @param isNegative whether a minus sign before the literal belongs to its value
 * @param valueClass sorts its values, if the plan is good for some of them only; stands with the
 *     first of the literals that it is about
 */
public record LiteralSlot(ColumnType type, boolean isNegative, @Nullable ValueClass valueClass) {

  /** A literal of which all values are alike. */
  LiteralSlot(ColumnType type, boolean isNegative) {
    this(type, isNegative, null);
  }

  /** The same, with classes of values. */
  public LiteralSlot with(ValueClass classes) {
    return new LiteralSlot(type, isNegative, classes);
  }
}
