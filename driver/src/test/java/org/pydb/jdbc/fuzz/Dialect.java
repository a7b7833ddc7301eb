package org.pydb.jdbc.fuzz;

/** The databases that are asked. */
enum Dialect {
  PYDB('p', "pydb"),
  POSTGRES('p', "PostgreSQL"),
  H2('h', "H2"),
  SQLITE('s', "SQLite"),
  DUCKDB('d', "DuckDB");

  /** How the table of expressions calls it. */
  final char letter;

  final String product;

  Dialect(char letter, String product) {
    this.letter = letter;
    this.product = product;
  }

  /** Whether it takes every statement as it is written for pydb. */
  boolean isOwn() {
    return this == PYDB || this == POSTGRES;
  }
}
