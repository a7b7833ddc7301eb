package org.pydb.jdbc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script is played at each level, over JDBC. With {@code -Drewrite} what came out is written
 * into the scripts, and the table into {@code docs/isolation.md}: read the difference before you
 * commit it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/org/pydb/jdbc/isolation");
  private static final Path PAGE = Path.of("../docs/isolation.md");

  private static final List<String> ANOMALIES =
      List.of(
          "dirty-write",
          "aborted-read",
          "intermediate-read",
          "circular-information",
          "vanishing-update",
          "preceding-phantom",
          "preceding-phantom-write",
          "lost-update",
          "read-skew",
          "read-skew-predicate",
          "write-skew-item",
          "write-skew-predicate",
          "write-skew-index",
          "doctors-on-call",
          "read-only-anomaly",
          "phantom");

  private static final List<String> WAITING =
      List.of(
          "deadlock",
          "wait-order",
          "queue",
          "queue-by-update",
          "for-update",
          "no-wait",
          "child-and-parent",
          "unique-race",
          "table-dropped",
          "table-indexed");

  private static final Map<String, Integer> LEVELS = new LinkedHashMap<>();

  static {
    LEVELS.put("READ COMMITTED", Connection.TRANSACTION_READ_COMMITTED);
    LEVELS.put("REPEATABLE READ", Connection.TRANSACTION_REPEATABLE_READ);
    LEVELS.put("SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);
  }

  static Stream<String> scripts() {
    return Stream.concat(ANOMALIES.stream(), WAITING.stream());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  @Order(1)
  void script(String name) throws Exception {
    Path file = file(name);
    String expected = Files.readString(file);
    Script script = new Script(expected);
    StringBuilder actual = new StringBuilder(script.text());
    for (Map.Entry<String, Integer> level : LEVELS.entrySet()) {
      actual.append(Play.run(script, level.getKey(), level.getValue()));
    }
    compare(file, expected, actual.toString());
  }

  /** The table is made of what stands in the scripts. */
  @Test
  @Order(2)
  void theTableInTheDocsIsUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    String actual = replace(page, "anomalies", table("Anomaly", ANOMALIES));
    actual = replace(actual, "waiting", table("What is done", WAITING));
    compare(PAGE, page, actual);
  }

  private static void compare(Path file, String expected, String actual) throws IOException {
    if (System.getProperty("rewrite") != null) {
      Files.writeString(file, actual);
    } else {
      assertThat(actual)
          .as("%s (run with -Drewrite to take what came out)", file)
          .isEqualTo(expected);
    }
  }

  private static Path file(String name) {
    return SCRIPTS.resolve(name + ".txt");
  }

  private static String replace(String page, String block, String table) {
    String head = "<!-- " + block + " -->\n";
    int from = page.indexOf(head) + head.length();
    int to = page.indexOf("<!-- end " + block + " -->");
    assertThat(page).contains(head);
    return page.substring(0, from) + table + page.substring(to);
  }

  private static String table(String head, List<String> names) throws IOException {
    StringBuilder table = new StringBuilder("| " + head + " |");
    LEVELS.keySet().forEach(level -> table.append(' ').append(level).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(LEVELS.size())).append('\n');
    for (String name : names) {
      String text = Files.readString(file(name));
      String link = "../driver/" + SCRIPTS.toString().replace('\\', '/') + "/" + name + ".txt";
      table.append("| [").append(new Script(text).title()).append("](").append(link).append(") |");
      for (String outcome : Script.outcomes(text)) {
        table.append(' ').append(cell(outcome.substring(outcome.indexOf(':') + 2))).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String cell(String verdict) {
    return verdict.replace("does not happen", "no").replaceFirst("^happens", "**happens**");
  }
}
