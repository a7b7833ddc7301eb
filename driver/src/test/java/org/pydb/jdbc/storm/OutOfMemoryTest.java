package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.jdbc.testkit.Sql;

/**
 * A JVM with a small heap: some insert and commit, one asks for values that memory cannot hold, and
 * the application eats all memory besides, again and again. Statements fail, locks are given back,
 * the others go on, and in the end the file has what was acknowledged.
 */
class OutOfMemoryTest {
  private static final int MILLIS = Integer.getInteger("pydb.outofmemory.millis", 3000);

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    Random random = Seeds.random("OutOfMemoryTest");
    String url = "jdbc:pydb:" + directory.resolve("hungry");
    Map<Integer, String> ledger = new HashMap<>();
    StringBuilder said = new StringBuilder();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-ea:org.pydb...",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemoryProcess.class.getName(),
                url + "?memory=16m",
                String.valueOf(MILLIS),
                String.valueOf(random.nextLong()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() == 3 && words.get(0).equals("outcome")) {
          ledger.put(Integer.valueOf(words.get(1)), words.get(2));
        } else {
          said.append(line).append('\n');
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    String report = said.length() > 6000 ? said.substring(0, 6000) : said.toString();
    assertThat(process.exitValue()).as(report).isZero();
    assertThat(ledger.values()).as(report).contains("committed");
    assertThat(report).contains("summary: ").doesNotContain(", 0 queries without memory");
    System.out.println(said.substring(said.lastIndexOf("summary")));
    assertThat(DatabaseVerifier.verifyFile(new DiskVfs(directory), "hungry.pydb")).isEmpty();
    try (Connection connection = DriverManager.getConnection(url)) {
      check(connection, ledger);
      Sql.run(connection, "insert into entry values (-1, 0, '')");
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }

  private static void check(Connection connection, Map<Integer, String> ledger) throws Exception {
    Map<Integer, Integer> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select tx, n, filler from entry")) {
      while (rows.next()) {
        int tx = rows.getInt(1);
        found.merge(tx, 1, Integer::sum);
        assertThat(rows.getString(3)).isEqualTo(OutOfMemoryProcess.filler(tx, rows.getInt(2)));
      }
    }
    found.forEach((tx, count) -> assertThat(ledger).as("known: " + tx).containsKey(tx));
    ledger.forEach(
        (tx, outcome) -> {
          int count = found.getOrDefault(tx, 0);
          String what = "rows of " + tx + ", " + outcome;
          switch (outcome) {
            case "committed" -> assertThat(count).as(what).isEqualTo(OutOfMemoryProcess.ROWS);
            case "failed" -> assertThat(count).as(what).isZero();
            default -> assertThat(count).as(what).isIn(0, OutOfMemoryProcess.ROWS);
          }
        });
  }
}
