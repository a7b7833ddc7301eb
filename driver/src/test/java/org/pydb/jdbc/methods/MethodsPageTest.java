package org.pydb.jdbc.methods;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/jdbc-methods.md}: every method of JDBC, tried on a small database, and what
 * it gave. With {@code -Drewrite=1} the page is written anew: read the difference before you commit
 * it.
 */
class MethodsPageTest {
  private static final Path PAGE = Path.of("../docs/jdbc-methods.md");

  @Test
  void everyMethodGivesWhatThePageSays() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.ROOT);
    try (Fixture fixture = new Fixture()) {
      List<Tries<?>> all =
          List.of(
              DriverTries.driver(fixture),
              DriverTries.dataSource(fixture),
              ConnectionTries.all(fixture),
              StatementTries.all(fixture),
              PreparedStatementTries.all(fixture),
              CallableStatementTries.all(fixture),
              ResultSetTries.all(fixture),
              MetaDataTries.ofResult(fixture),
              MetaDataTries.ofParameters(fixture),
              DatabaseMetaDataTries.all(fixture),
              ObjectTries.blob(fixture),
              ObjectTries.clob(fixture),
              ObjectTries.array(fixture),
              ObjectTries.savepoint(fixture));
      for (Tries<?> tries : all) {
        assertThat(tries.missing()).as("of %s, not tried", tries.type()).isEmpty();
      }
      compare(page(all));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void compare(String page) throws Exception {
    if (System.getProperty("rewrite") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(page).as("%s: run with -Drewrite=1", PAGE).isEqualTo(Files.readString(PAGE));
  }

  private static String page(List<Tries<?>> all) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("| interface | methods | work | not supported |\n| --- | --- | --- | --- |\n");
    for (Tries<?> tries : all) {
      long work = tries.outcomes().values().stream().filter(Tries.Outcome::works).count();
      int count = tries.outcomes().size();
      page.append(
          String.format(
              "| `%s` | %d | %d | %d |%n",
              tries.type().getSimpleName(), count, work, count - work));
    }
    for (Tries<?> tries : all) {
      page.append("\n## ").append(tries.type().getSimpleName());
      page.append("\n\n| method | verdict | what it gave, or why not |\n| --- | --- | --- |\n");
      tries.outcomes().forEach((method, outcome) -> page.append(line(method, outcome)));
    }
    return page.toString();
  }

  private static String line(String method, Tries.Outcome outcome) {
    return String.format(
        "| `%s` | %s | %s |%n",
        method,
        outcome.works() ? "works" : "not supported",
        outcome.remark().replace("|", "\\|").replace("<", "&lt;").replace("\n", " "));
  }

  private static final String INTRODUCTION =
      """
      # Every method of JDBC

      Each method of the interfaces of JDBC 4.3 was called on a small database, in a state in which the
      call makes sense; this page is what came out, written by `MethodsPageTest`. *Not supported* is a
      `SQLFeatureNotSupportedException` (0A000). What the calls mean for programs is in [JDBC](jdbc.md).

      """;
}
