/**
 * The differential fuzzer: random schemas, rows, queries and changes, the same for pydb, a real
 * PostgreSQL, SQLite, H2 and DuckDB, and checks of pydb against itself. Most queries are asked
 * several times, with other values: pydb gets those as parameters of one prepared statement. {@code
 * docs/fuzzing.md} tells how to run it. Read {@link org.pydb.jdbc.fuzz.FuzzTest} first, then {@code
 * Round} (what is asked of whom), {@code QueryWriter} and {@code ExpressionWriter} (what is asked),
 * the resource {@code expressions.txt} (all functions and operators), {@code Answer} (what is
 * alike), {@code Shrinker}.
 */
@org.jspecify.annotations.NullMarked
package org.pydb.jdbc.fuzz;
