package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.ChildJvm;
import org.pydb.jdbc.testkit.Sql;

/**
 * A result that is larger than the heap is read through: rows pass by, and nothing is kept of them.
 * {@code -Dpydb.read.rows} says how many there are.
 */
class ManyRowsTest {
  private static final String HEAP = "-Xmx64m";
  private static final long ROWS = Long.getLong("pydb.read.rows", 250_000);

  /** As long as all rows together are larger than the heap. */
  private static final long TEXT_LENGTH = Math.max(20, 75_000_000 / ROWS);

  @TempDir private Path directory;

  @Test
  void rowsOfAFileArePassedThroughASmallHeap() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("many");
    try (ChildJvm reader =
        ChildJvm.start(
            List.of(HEAP), Reader.class, url, Long.toString(ROWS), Long.toString(TEXT_LENGTH))) {
      assertThat(reader.readLine()).isEqualTo("forward " + expected());
      assertThat(reader.readLine()).isEqualTo("prepared, fetch size 10 " + expected());
    }
  }

  private static String expected() {
    return ROWS + " rows, sum " + ROWS * (ROWS + 1) / 2 + ", " + ROWS * TEXT_LENGTH + " characters";
  }

  /** Fills a table and reads it. */
  static final class Reader {

    private Reader() {}

    public static void main(String[] args) throws SQLException {
      try (Connection connection = DriverManager.getConnection(args[0])) {
        fill(connection, Long.parseLong(args[1]), args[2]);
        try (Statement statement = connection.createStatement()) {
          System.out.println("forward " + read(statement.executeQuery("select * from many")));
        }
        connection.setAutoCommit(false);
        try (PreparedStatement query =
            connection.prepareStatement("select * from many where id > ?")) {
          query.setFetchSize(10);
          query.setInt(1, 0);
          System.out.println("prepared, fetch size 10 " + read(query.executeQuery()));
        }
        connection.commit();
      }
    }

    private static void fill(Connection connection, long rows, String length) throws SQLException {
      Sql.run(connection, "create table many (id bigint primary key, note text not null)");
      long step = 100_000;
      for (long from = 1; from <= rows; from += step) {
        Sql.run(
            connection,
            String.format(
                "insert into many select i, repeat('x', %s) from generate_series(%d, %d) as g (i)",
                length, from, Math.min(rows, from + step - 1)));
      }
    }

    private static String read(ResultSet rows) throws SQLException {
      long count = 0;
      long sum = 0;
      long characters = 0;
      while (rows.next()) {
        count++;
        sum += rows.getLong(1);
        characters += rows.getString(2).length();
      }
      return count + " rows, sum " + sum + ", " + characters + " characters";
    }
  }
}
