package org.pydb.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A music shop moves to pydb: it is copied in, asked, changed, killed in the middle of its work and
 * opened again. Plain {@code java.sql}; read it from top to bottom, then the class of each chapter.
 *
 * <p>Ends with an exception, and so with an exit code other than 0, if anything is not as it says.
 */
public final class Quickstart {
  private static final Path FILE = Path.of("target", "quickstart", "shop.pydb");

  private final Output output = new Output();
  private final String url = "jdbc:pydb:" + FILE;

  private Quickstart() {}

  /** Takes no arguments; the shop goes to {@code target/quickstart/shop.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Quickstart quickstart = new Quickstart();
    quickstart.clearAway();
    quickstart.copy();
    quickstart.ask();
    quickstart.change();
    quickstart.crash();
  }

  private void clearAway() throws IOException {
    Files.createDirectories(FILE.getParent());
    if (Files.deleteIfExists(FILE)) {
      output.line("Removed the shop of an earlier run.");
    }
    Files.deleteIfExists(Path.of(FILE + "-wal"));
  }

  private void copy() throws SQLException, IOException {
    output.chapter("The Chinook music shop moves from HSQLDB to " + url);
    try (Connection chinook = ShopCopy.connectToChinook();
        Connection shop = DriverManager.getConnection(url)) {
      Script.run(shop, "schema.sql");
      ShopCopy copy = new ShopCopy(chinook, shop);
      copy.copyTables(output);
      copy.compare(output);
    }
  }

  private void ask() throws SQLException, IOException {
    try (Connection shop = DriverManager.getConnection(url);
        Statement statement = shop.createStatement()) {
      Script.Question last = null;
      for (Script.Question question : Script.questions("questions.sql")) {
        output.chapter(question.text());
        try (ResultSet answer = statement.executeQuery(question.sql())) {
          output.table(answer);
        }
        last = question;
      }
      if (last != null) {
        output.chapter("How was the last one found?");
        output.block(last.sql());
        try (ResultSet plan = statement.executeQuery("explain " + last.sql())) {
          output.table(plan);
        }
      }
    }
  }

  private void change() throws SQLException {
    output.chapter("Orders are transactions: all of it, or nothing");
    try (Connection shop = DriverManager.getConnection(url)) {
      Orders orders = new Orders(shop);
      orders.place(1001, 5, 1, 2, 3);
      output.line("Invoice 1001 with three tracks is committed, at " + orders.total(1001) + ".");
      try {
        orders.place(1002, 5, 4, 999_999);
        throw new IllegalStateException("a track that does not exist was sold");
      } catch (SQLException e) {
        output.line("Invoice 1002 is refused:");
        output.block("%s: %s".formatted(e.getSQLState(), e.getMessage()));
      }
      require(orders.total(1002) == null, "half of invoice 1002 is there");
      output.line("Rolled back: nothing of invoice 1002 is there.");
    }
  }

  private void crash() throws SQLException, IOException {
    output.chapter("Another process takes orders over four connections, and is killed (kill -9)");
    Crash crash = Crash.after(1_000, url);
    output.line(
        "Process %d was killed after it had acknowledged %,d commits."
            .formatted(crash.pid(), crash.acknowledged().size()));
    long start = System.nanoTime();
    try (Connection shop = DriverManager.getConnection(url)) {
      output.line("The shop opens again, in %,d ms.".formatted(millisSince(start)));
      crash.check(shop, output);
    }
    output.line("");
    output.line("The shop stays in " + FILE.toAbsolutePath());
  }

  static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Ends the program if something is not as it should be. */
  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
