package org.pydb.examples.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * Sells all seats of a theatre: eight sellers over a pool of four connections, one transaction a
 * ticket. Each takes the first seat that nobody else is about to sell, so none waits for another,
 * and no seat is sold twice.
 */
public final class TicketOffice {
  private static final int SEATS = 500;
  private static final int SELLERS = 8;

  private final DataSource pool;

  TicketOffice(DataSource pool) {
    this.pool = pool;
  }

  /** Takes no arguments; the theatre goes to {@code target/hikari/theatre.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "hikari", "theatre");
    Files.createDirectories(file.getParent());
    try (HikariDataSource pool = pool(file, 4)) {
      TicketOffice office = new TicketOffice(pool);
      office.build(SEATS);
      List<Integer> sold = office.sellAll(SELLERS);
      System.out.println(
          "Sold %d of %d seats, by seller: %s".formatted(office.sold(), SEATS, sold));
    }
  }

  /** A pool over a database in a file. The file is closed when the pool is. */
  static HikariDataSource pool(Path file, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:pydb:" + file);
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  void build(int seats) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists seat");
      statement.execute("create table seat (number int primary key, seller int)");
      statement.execute(
          "insert into seat (number) select * from generate_series(1, " + seats + ")");
    }
  }

  /** Sells until nothing is left, and tells how many each seller has sold. */
  List<Integer> sellAll(int sellers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(sellers);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < sellers; i++) {
        int seller = i;
        counts.add(threads.submit(() -> sellWhileThereAre(seller)));
      }
      List<Integer> sold = new ArrayList<>();
      for (Future<Integer> count : counts) {
        sold.add(count.get());
      }
      return sold;
    } finally {
      threads.shutdownNow();
    }
  }

  private int sellWhileThereAre(int seller) throws SQLException {
    int count = 0;
    while (sellOne(seller)) {
      count++;
    }
    return count;
  }

  /** One ticket, over a connection that goes back to the pool afterwards. */
  boolean sellOne(int seller) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      int seat = freeSeat(connection);
      if (seat == 0) {
        return false;
      }
      try (PreparedStatement update =
          connection.prepareStatement("update seat set seller = ? where number = ?")) {
        update.setInt(1, seller);
        update.setInt(2, seat);
        update.executeUpdate();
      }
      connection.commit();
      return true;
    }
  }

  /** A seat that is free and that nobody else has locked, which is locked now; or 0. */
  private static int freeSeat(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "select number from seat where seller is null order by number limit 1"
                    + " for update skip locked");
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  int sold() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(seller) from seat")) {
      row.next();
      return row.getInt(1);
    }
  }
}
