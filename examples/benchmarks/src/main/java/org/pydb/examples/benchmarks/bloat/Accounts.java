package org.pydb.examples.benchmarks.bloat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** A table of 1,000,000 rows that is updated at random. Used by one thread. */
final class Accounts {
  static final int ROWS = 1_000_000;

  /** What an application put in: a BIGINT, an INTEGER and 80 characters a row. */
  static final long LIVE_BYTES = ROWS * (8L + 4 + 80);

  private static final int ROWS_PER_COMMIT = 1_000;
  private static final int TEXT = 80;

  private final Connection connection;
  private final PreparedStatement update;
  private final Random random = new Random(5);

  Accounts(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    update = connection.prepareStatement("update account set balance = ?, note = ? where id = ?");
  }

  /** Makes the table and its rows. */
  static void create(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "create table account (id bigint not null primary key, balance integer not null,"
              + " note varchar(80) not null)");
    }
    connection.setAutoCommit(false);
    Random random = new Random(6);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into account values (?, ?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setLong(1, id);
        insert.setInt(2, 0);
        insert.setString(3, text(random));
        insert.addBatch();
        if ((id + 1) % ROWS_PER_COMMIT == 0) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  /** Updates rows at random, and commits. */
  int updateSome() throws SQLException {
    for (int i = 0; i < ROWS_PER_COMMIT; i++) {
      update.setInt(1, random.nextInt());
      update.setString(2, text(random));
      update.setLong(3, random.nextInt(ROWS));
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
