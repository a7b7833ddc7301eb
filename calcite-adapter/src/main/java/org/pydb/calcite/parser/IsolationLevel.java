package org.pydb.calcite.parser;

/** The standard's isolation levels, weakest first. */
public enum IsolationLevel {
  READ_UNCOMMITTED,
  READ_COMMITTED,
  REPEATABLE_READ,
  SERIALIZABLE;

  String sql() {
    return name().replace('_', ' ');
  }
}
