package org.pydb.calcite.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.golden.GoldenScript;

/**
 * Runs scripts of statements on a database in memory, each on tables of its own made by {@code
 * tables.sql}. What queries must give was compared with PostgreSQL 15, row by row; where pydb goes
 * another way the script says so.
 */
class RunScriptsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joins.txt",
        "groups.txt",
        "windows.txt",
        "sub-queries.txt",
        "sets.txt",
        "recursion.txt",
        "search-and-cycle.txt",
        "arrays.txt",
        "orders.txt",
        "other-dialects.txt",
        "query-forms.txt",
        "select-list-rows.txt",
        "row-functions.txt",
        "whole-rows.txt",
        "aggregates.txt",
        "with-changes.txt",
        "changes-in-with.txt",
        "sub-queries-in-changes.txt",
        "expressions.txt",
        "functions.txt",
        "json.txt",
        "json-records.txt",
        "row-uses.txt",
        "json-constructors.txt",
        "array-values.txt",
        "intervals.txt",
        "changes.txt",
        "returning.txt",
        "on-conflict.txt",
        "changes-by-others.txt",
        "own-changes.txt",
        "truncate.txt",
        "merge.txt",
        "definitions.txt",
        "time-digits.txt",
        "alterations.txt",
        "views.txt",
        "updatable-views.txt",
        "materialized-views.txt",
        "generated-columns.txt",
        "index-kinds.txt",
        "schemas.txt",
        "sequences.txt",
        "constraints.txt",
        "catalogs.txt",
        "deferred-keys.txt",
        "deferred-unique.txt",
        "match-full.txt",
        "nulls-not-distinct.txt",
        "transactions.txt",
        "locks.txt",
        "errors.txt"
      })
  void script(String name) throws IOException {
    try (SqlDatabase database =
            SqlDatabases.open(DatabaseLocation.memory("script"), Map.of("memory", "64m"));
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      for (String statement : tables().split(";\n", -1)) {
        client.run(statement);
      }
      GoldenScript.run(RunScriptsTest.class, name, client::run);
    }
  }

  static String tables() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(RunScriptsTest.class.getResourceAsStream("tables.sql"))) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
