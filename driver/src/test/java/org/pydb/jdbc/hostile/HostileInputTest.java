package org.pydb.jdbc.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydb.engine.testkit.Seeds;
import org.pydb.jdbc.testkit.Sql;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * Damaged URLs, properties and statements are refused in words. {@code mvn -Phostile-input -pl
 * driver -am test} damages 300,000 statements.
 */
class HostileInputTest {
  private static final Path SCRIPTS =
      Path.of("../calcite-adapter/src/test/resources/org/pydb/calcite/run");

  private static final int STATEMENTS = Integer.getInteger("pydb.hostile.statements", 2_000);
  private static final int FAILURES_MAX = Integer.getInteger("pydb.hostile.failures", 20);
  private static final int URLS = 20_000;
  private static final String INTERNAL = "XX000";

  private final Random random = Seeds.random("HostileInputTest");
  private final Mutator mutator = new Mutator(random);
  private final List<String> failures = new ArrayList<>();

  @Test
  void damagedUrlsAreRefused() {
    List<String> urls =
        List.of(
            "jdbc:pydb:mem:",
            "jdbc:pydb:mem:shop?memory=64m&linger=5s",
            "jdbc:pydb:/data/my shop.pydb?open=readonly&files=/tmp;/var/backups&schema=a%26b",
            "jdbc:pydb:./shop?lock_timeout=500ms&statement_timeout=PT1M30S&isolation=serializable",
            "jdbc:pydb:C:\\data\\shop?durability=full&plan=own&statistics=automatic&warm_up=off");
    List<ConnectionProperty> properties = List.of(ConnectionProperty.values());
    for (int i = 0; i < URLS && failures.size() < FAILURES_MAX; i++) {
      String url = mutator.mutate(urls.get(random.nextInt(urls.size())));
      Properties more = new Properties();
      if (random.nextInt(4) == 0) {
        ConnectionProperty property = properties.get(random.nextInt(properties.size()));
        more.setProperty(
            random.nextInt(4) == 0 ? mutator.mutate(property.key()) : property.key(),
            mutator.mutate(property.fallback()));
      }
      if (url.startsWith(DatabaseUrl.PREFIX)) {
        expectWords(url + " with " + more, () -> DatabaseUrl.parse(url, more));
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  @Timeout(value = Integer.MAX_VALUE)
  void damagedStatementsAreRefused() throws Exception {
    List<Path> scripts = scripts();
    int statements = 0;
    long lastTold = System.nanoTime();
    while (statements < STATEMENTS && failures.size() < FAILURES_MAX) {
      Path script = scripts.get(random.nextInt(scripts.size()));
      statements += damage(script, statements);
      if (System.nanoTime() - lastTold > 30_000_000_000L) {
        lastTold = System.nanoTime();
        System.out.printf("%,d statements damaged, %d failures%n", statements, failures.size());
      }
    }
    assertThat(failures).isEmpty();
  }

  /** What an error message says is found without a stack that grows with the statement. */
  @Test
  void longStatementsThatDoNotParseAreRefused() throws SQLException {
    int length = 30_000;
    List<String> statements =
        List.of(
            "select 'a' 'b" + "x".repeat(length) + "'",
            "select " + "'a' || ".repeat(length / 10),
            "slect '" + "it''s ".repeat(length) + "'",
            "slect" + " ".repeat(length) + "1",
            "slect" + " /* */".repeat(length) + "1",
            "select \"" + "a\"\"".repeat(length) + "\" from",
            "(".repeat(length),
            "select " + "not ".repeat(length) + "true");
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      for (String statement : statements) {
        expectWords(statement, () -> Sql.run(connection, statement));
      }
    }
    assertThat(failures).isEmpty();
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<Path> scripts =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".txt")).sorted().toList());
      assertThat(scripts).hasSizeGreaterThan(40);
      return Collections.unmodifiableList(scripts);
    }
  }

  /** Runs a part of a script, and damaged copies of its statements in between. */
  private int damage(Path script, int before) throws Exception {
    int damaged = 0;
    String url = "jdbc:pydb:mem:?memory=32m&statement_timeout=2s&lock_timeout=1s&parallelism=1";
    try (Connection connection = DriverManager.getConnection(url)) {
      for (String sql : Splitter.on(";\n").split(Files.readString(SCRIPTS.resolve("tables.sql")))) {
        tryTo(() -> Sql.run(connection, sql));
      }
      for (String line : Files.readAllLines(script)) {
        if (!line.startsWith("> ") || before + damaged >= STATEMENTS) {
          continue;
        }
        String sql = line.substring(2);
        tryTo(() -> Sql.run(connection, sql));
        String wrong = mutator.mutate(sql);
        expectWords(wrong, () -> run(connection, wrong));
        damaged++;
      }
      tryTo(connection::rollback);
      connection.setAutoCommit(true);
      tryTo(() -> Sql.run(connection, "rollback"));
      assertThat(Sql.text(connection, "check database")).as(script.toString()).isEqualTo("ok");
    }
    return damaged;
  }

  private void run(Connection connection, String sql) throws SQLException {
    if (random.nextBoolean()) {
      Sql.run(connection, sql);
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        statement.setObject(i, random.nextBoolean() ? 1 : "x");
      }
      statement.execute();
    }
  }

  private static void tryTo(Sql.Action action) throws Exception {
    try {
      action.run();
    } catch (SQLException e) {
      // Scripts show what is refused, too.
    }
  }

  private void expectWords(String input, Sql.Action action) {
    try {
      action.run();
    } catch (SQLException e) {
      String state = e.getSQLState();
      boolean isTold =
          state != null && state.length() == 5 && !state.equals(INTERNAL) && e.getMessage() != null;
      if (!isTold) {
        fail(input, e);
      }
    } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
      fail(input, e);
    }
  }

  private void fail(String input, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StackTraceElement[] trace = root.getStackTrace();
    String shown = input.length() > 2_000 ? input.substring(0, 2_000) + "…" : input;
    String told =
        shown + "\n  " + e + "\n  " + root + "\n  " + (trace.length == 0 ? "" : trace[0]) + "\n";
    System.out.println(told);
    failures.add(told);
  }
}
