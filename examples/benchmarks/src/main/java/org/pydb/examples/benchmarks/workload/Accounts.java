package org.pydb.examples.benchmarks.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** A table of many rows that is updated at random. Used by one thread. */
public final class Accounts {

  /** What an application put into a row: a BIGINT, an INTEGER and 80 characters. */
  public static final long ROW_BYTES = 8L + 4 + 80;

  private static final int ROWS_PER_COMMIT = 1_000;
  private static final int TEXT = 80;

  private final Connection connection;
  private final int rows;
  private final PreparedStatement update;
  private final Random random = new Random(5);

  /** The table, with keys from 0 to {@code rows} - 1. It needs the connection for itself. */
  public Accounts(Connection connection, int rows) throws SQLException {
    this.connection = connection;
    this.rows = rows;
    connection.setAutoCommit(false);
    update = connection.prepareStatement("update account set balance = ?, note = ? where id = ?");
  }

  /** Makes the table and its rows. */
  public static void create(Connection connection, int rows) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create table account (id bigint not null primary key, balance integer not null,"
              + " note varchar(80) not null)");
    }
    connection.setAutoCommit(false);
    Random random = new Random(6);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into account values (?, ?, ?)")) {
      for (int id = 0; id < rows; id++) {
        insert.setLong(1, id);
        insert.setInt(2, 0);
        insert.setString(3, text(random));
        insert.addBatch();
        if ((id + 1) % ROWS_PER_COMMIT == 0 || id + 1 == rows) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  /** Updates rows at random, and commits. Gives how many. */
  public int updateSome() throws SQLException {
    for (int i = 0; i < ROWS_PER_COMMIT; i++) {
      update.setInt(1, random.nextInt());
      update.setString(2, text(random));
      update.setLong(3, random.nextInt(rows));
      update.addBatch();
    }
    update.executeBatch();
    connection.commit();
    return ROWS_PER_COMMIT;
  }

  /** Characters that do not compress. */
  private static String text(Random random) {
    char[] text = new char[TEXT];
    for (int i = 0; i < TEXT; i++) {
      text[i] = (char) ('a' + random.nextInt(26));
    }
    return new String(text);
  }
}
