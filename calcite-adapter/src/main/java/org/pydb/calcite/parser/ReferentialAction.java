package org.pydb.calcite.parser;

/** What a foreign key does to rows whose reference would dangle. */
public enum ReferentialAction {
  NO_ACTION,
  RESTRICT,
  CASCADE,
  SET_NULL,
  SET_DEFAULT;

  String sql() {
    return name().replace('_', ' ');
  }
}
