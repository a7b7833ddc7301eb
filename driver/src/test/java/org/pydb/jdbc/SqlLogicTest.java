package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import net.hydromatic.sqllogictest.OptionsParser;
import net.hydromatic.sqllogictest.SltTestFile;
import net.hydromatic.sqllogictest.TestStatistics;
import net.hydromatic.sqllogictest.executors.JdbcExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sample of sqllogictest: thousands of queries whose answers SQLite, PostgreSQL and others agree
 * upon. The net under all work on planner and operators.
 */
class SqlLogicTest {

  @ParameterizedTest
  @CsvSource({"select1.test, 1000", "select2.test, 1000", "select3.test, 3320"})
  void answersAreThoseOfOtherDatabases(String name, int queries) throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    OptionsParser.SuppliedOptions options =
        new OptionsParser(false, out, out).parse("-e", "none", "-v", "0");
    SltTestFile file = new SltTestFile("test/" + name);
    file.parse(options);
    TestStatistics statistics = new Executor(options).execute(file, options);
    statistics.printStatistics(out);
    assertThat(statistics.getFailedTestCount()).as(log.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(statistics.getPassedTestCount()).isEqualTo(queries);
  }

  private static final class Executor extends JdbcExecutor {
    Executor(OptionsParser.SuppliedOptions options) {
      super(options, "jdbc:pydb:mem:", "", "");
    }

    @Override
    public void dropAllTables() {} // The database is new.

    @Override
    public void dropAllViews() {}
  }
}
