package org.pydb.engine.row;

import org.pydb.engine.schema.ColumnType;

/** By which accessor the values of a column travel. */
enum Carrier {
  LONG,
  DOUBLE,
  DECIMAL,
  BYTES;

  static Carrier of(ColumnType type) {
    if (type.isLong()) {
      return LONG;
    }
    if (type.isDouble()) {
      return DOUBLE;
    }
    return type.isBytes() ? BYTES : DECIMAL;
  }
}
