package org.pydb.examples.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pydb.engine.eviction.EvictionPolicies;
import org.pydb.jdbc.PydbDriver;

/**
 * SQL on parts of one's own: a database whose pages leave memory as {@link FifoEviction} says, and
 * with a table that is kept by {@link OneFileEngine}. The pages are more than fit into memory, so
 * that they come and go with each statement; one transaction changes tables of both.
 */
public final class SqlOnYourOwn {
  private static final int SONGS = 60_000;

  private SqlOnYourOwn() {}

  /**
   * Makes a database, asks it and checks it.
   *
   * @param arguments where to make it; {@code target/lab} if nothing is given
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    Path directory = Path.of(arguments.length == 0 ? "target/lab" : arguments[0]);
    Files.createDirectories(directory);
    run(Files.createTempDirectory(directory, "sql").resolve("shop"), System.out, SONGS);
  }

  static void run(Path database, PrintStream out, int songs) throws SQLException {
    EvictionPolicies.register("fifo", FifoEviction::new);
    PydbDriver.registerStorageEngine(OneFileEngine.FACTORY);
    String url = "jdbc:pydb:" + database + "?memory=16m&eviction=fifo";
    out.println(url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table song (id int primary key, plays int, title text)");
      statement.execute(
          "insert into song select i, i % 7, 'song ' || i || repeat(' la', 100)"
              + (" from generate_series(1, " + songs + ") as g (i)"));
      print(statement, out, "select count(*), sum(plays) from song");
      print(statement, out, "explain analyze select count(*) from song where plays = 3");
      statement.execute("update song set plays = plays + 1 where id % 1000 = 0");
      print(statement, out, "select sum(plays) from song");
      statement.execute(
          "create table fan (name text primary key, favourite int references song) using one_file");
      connection.setAutoCommit(false);
      statement.execute("insert into fan select 'fan ' || i, i from generate_series(1, 9) g (i)");
      statement.execute("update song set plays = plays + 1 where id < 10");
      connection.commit();
      connection.setAutoCommit(true);
    }
    try (Connection again = DriverManager.getConnection(url);
        Statement statement = again.createStatement()) {
      print(
          statement,
          out,
          "select name, plays from fan join song on id = favourite where name > 'fan 6'"
              + " order by name");
      print(statement, out, "check database");
    }
  }

  private static void print(Statement statement, PrintStream out, String query)
      throws SQLException {
    out.println();
    out.println("> " + query);
    try (ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 1; i <= columns; i++) {
          line.append(' ').append(rows.getString(i));
        }
        out.println(line);
      }
    }
  }
}
