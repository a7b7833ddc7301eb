package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.golden.GoldenScript;

/**
 * The scripts of {@link RunScriptsTest} once more, on two databases: on one our own operators run
 * the statements, on the other ({@code plan=bridge}) Calcite's. The answers must be the same, or
 * the bridge must refuse.
 */
class BridgedScriptsTest {
  private static final String REFUSAL = "0A000";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joins.txt",
        "groups.txt",
        "sub-queries.txt",
        "sets.txt",
        "recursion.txt",
        "arrays.txt",
        "orders.txt",
        "catalogs.txt",
        "expressions.txt",
        "changes.txt",
        "locks.txt"
      })
  void script(String name) throws IOException {
    try (SqlDatabase own = open("own", Map.of("memory", "64m"));
        SqlDatabase bridged = open("bridged", Map.of("memory", "64m", "plan", "bridge"));
        SqlSession ownSession = own.connect();
        SqlSession bridgedSession = bridged.connect()) {
      Client ownClient = new Client(ownSession);
      Client bridgedClient = new Client(bridgedSession);
      for (String statement : RunScriptsTest.tables().split(";\n", -1)) {
        ownClient.run(statement);
        bridgedClient.run(statement);
      }
      int refused = 0;
      List<String> inputs = GoldenScript.inputs(RunScriptsTest.class, name);
      for (String input : inputs) {
        String ofOwn = ownClient.run(input);
        String ofBridge = bridgedClient.run(input);
        if (input.startsWith("explain")) {
          continue;
        }
        if (ofBridge.startsWith(REFUSAL) && !ofOwn.startsWith(REFUSAL)) {
          refused++;
        } else {
          assertThat(rows(ofBridge)).as(input).isEqualTo(rows(ofOwn));
        }
      }
      assertThat(refused).as("refused of " + inputs.size()).isLessThanOrEqualTo(inputs.size() / 40);
    }
  }

  private static SqlDatabase open(String name, Map<String, String> properties) {
    return SqlDatabases.open(DatabaseLocation.memory(name), properties);
  }

  /** Rows in any order: many a statement asks for none. */
  private static List<String> rows(String answer) {
    return answer.lines().sorted().toList();
  }
}
