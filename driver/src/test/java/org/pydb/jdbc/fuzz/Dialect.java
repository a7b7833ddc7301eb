package org.pydb.jdbc.fuzz;

import java.util.List;

/** The databases that are asked, and how. */
enum Dialect {
  PYDB('p', "pydb"),
  /** pydb, which gets each value as a parameter of a prepared statement. */
  PARAMETERS('p', "pydb"),
  POSTGRES('p', "PostgreSQL"),
  H2('h', "H2"),
  SQLITE('s', "SQLite"),
  DUCKDB('d', "DuckDB");

  /** Those that need words of their own. */
  static final List<Dialect> OTHERS = List.of(H2, SQLITE, DUCKDB);

  /** How the table of expressions calls it. */
  final char letter;

  final String product;

  Dialect(char letter, String product) {
    this.letter = letter;
    this.product = product;
  }

  /** Whether it takes every statement as it is written for pydb. */
  boolean isOwn() {
    return isPydb() || this == POSTGRES;
  }

  boolean isPydb() {
    return this == PYDB || this == PARAMETERS;
  }
}
