package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.pydb.jdbc.testkit.Sql;

/**
 * A real disk that fills up: {@code docs/durability.md} says how to make one and run this. The same
 * on simulated disks, of all sizes and with crashes at any write, is the engine's FullDiskTest.
 */
@EnabledIfSystemProperty(named = "pydb.small.disk", matches = ".+")
class SmallDiskTest {
  private static final Path DISK = Path.of(System.getProperty("pydb.small.disk", "."));
  private static final String DISK_FULL = "53100";

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:pydb:" + DISK.resolve("small"));
  }

  private static void clear() throws IOException {
    try (Stream<Path> files = Files.list(DISK)) {
      for (Path file : files.filter(each -> each.toString().contains("small.pydb")).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Inserts rows until nothing goes in any more; returns the number of the next. */
  private static int fill(Connection connection, int from) throws SQLException {
    int next = from;
    try (PreparedStatement insert =
        connection.prepareStatement("insert into item values (?, repeat('x', 300))")) {
      while (true) {
        for (int i = 0; i < 100; i++) {
          insert.setInt(1, next + i);
          insert.addBatch();
        }
        int[] counts = insert.executeBatch();
        next += counts.length;
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(DISK_FULL);
      return next;
    }
  }

  @Test
  void deletesAndDropsOnTheFullDisk() throws Exception {
    clear();
    try (Connection connection = connect()) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      int rows = fill(connection, 0);
      assertThat(Sql.number(connection, "select count(*) from item")).isEqualTo(rows);
      Sql.run(connection, "delete from item where id % 97 = 5 and id < 3000");
      Sql.run(connection, "delete from item where id < " + rows / 2);
      int more = fill(connection, rows);
      assertThat(more).as("rows that found the room of others").isGreaterThan(rows + rows / 4);
      Sql.run(connection, "delete from item");
      assertThat(fill(connection, 0)).isGreaterThan(rows / 2);
      Sql.run(connection, "drop table item");
      Sql.run(connection, "create table item (id integer primary key, name text)");
      assertThat(fill(connection, 0)).isGreaterThan(rows / 2);
      Sql.run(connection, "checkpoint");
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }

  /** The process dies when the disk is full; the next one opens what it left, and makes room. */
  @Test
  void opensAfterACrashOnTheFullDisk() throws Exception {
    clear();
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dpydb.small.disk=" + DISK,
                    Child.class.getName()))
            .inheritIO()
            .start();
    assertThat(child.waitFor()).isEqualTo(Child.DIED);
    try (Connection connection = connect()) {
      long rows = Sql.number(connection, "select count(*) from item");
      assertThat(rows).isPositive();
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
      Sql.run(connection, "delete from item where id < " + rows / 2);
      assertThat(fill(connection, 1_000_000)).isGreaterThan(1_000_000);
    }
  }

  /** Fills the disk and dies without a word. */
  static final class Child {
    static final int DIED = 77;

    private Child() {}

    public static void main(String[] arguments) throws SQLException {
      Connection connection = connect();
      Sql.run(connection, "create table item (id integer primary key, name text)");
      if (fill(connection, 0) == 0) {
        fail("not a row went in");
      }
      Runtime.getRuntime().halt(DIED);
    }
  }
}
