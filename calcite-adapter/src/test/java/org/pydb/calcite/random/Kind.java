package org.pydb.calcite.random;

import java.util.List;

/** The types of random expressions, with literals that are values of many rows as well. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum Kind {
  INT("int", "0", "1", "2", "(-1)", "3", "5", "7", "10", "100"),
  BIG("bigint", "0", "1", "2", "(-1)", "5", "3000000000", "(-3000000000)"),
  DEC("decimal(8, 2)", "0.00", "1.00", "0.5", "2.25", "(-1.50)", "10.0", "999999.99"),
  TEXT("text", "''", "'a'", "'b'", "'ab'", "'abc'", "'B'", "'ä'", "'a b'", "'%'", "'10'"),
  DATE(
      "date",
      "date '2020-01-01'",
      "date '2020-02-29'",
      "date '2021-12-31'",
      "date '1969-07-20'",
      "date '0001-01-01'"),
  BOOL("boolean", "true", "false");

  private final String type;
  private final List<String> literals;

  Kind(String type, String... literals) {
    this.type = type;
    this.literals = List.of(literals);
  }

  /** Its name in SQL. */
  String type() {
    return type;
  }

  /** Some of its values as SQL. */
  List<String> literals() {
    return literals;
  }

  boolean isNumber() {
    return this == INT || this == BIG || this == DEC;
  }
}
