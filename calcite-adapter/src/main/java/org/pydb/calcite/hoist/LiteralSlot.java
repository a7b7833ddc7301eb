package org.pydb.calcite.hoist;

import org.pydb.engine.schema.ColumnType;

/**
 * A hoisted literal, as a plan wants it.
 *
 * @param type of the value
 * @param isNegative whether a minus sign before the literal belongs to its value
 */
public record LiteralSlot(ColumnType type, boolean isNegative) {}
