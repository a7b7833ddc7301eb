package org.pydb.examples.benchmarks.latency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** A table of rows of 200 characters, so that updates fill logs. */
final class Entries {
  static final int ROWS = 200_000;

  private static final int ROWS_PER_COMMIT = 10_000;
  private static final int CHARACTERS = 200;

  private Entries() {}

  static void create(PeerDatabase database) throws SQLException {
    database.execute(
        "create table entry (id integer not null primary key, note varchar(200) not null)");
    Connection connection = database.connection();
    Random random = new Random(7);
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into entry values (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setString(2, note(random));
        insert.addBatch();
        if ((id + 1) % ROWS_PER_COMMIT == 0) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  /** Characters that do not compress. */
  static String note(Random random) {
    char[] text = new char[CHARACTERS];
    for (int i = 0; i < CHARACTERS; i++) {
      text[i] = (char) ('a' + random.nextInt(26));
    }
    return new String(text);
  }
}
