package org.pydb.examples.benchmarks.growth;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;

/** Makes many tables, opens the database with them, and makes one more. */
final class TablesTrial {

  /** Tables that are made in one transaction. */
  private static final int TOGETHER = 100;

  private TablesTrial() {}

  static TextTable table() {
    return new TextTable(
        "many tables",
        "tables",
        "create, µs a table",
        "open + read one, ms",
        "create one more, ms");
  }

  static void run(Peer peer, Path databases, int count, TextTable table) throws SQLException {
    Path directory = Directories.create(databases, "growth-");
    try {
      PeerDatabase database = PeerDatabase.open(peer, directory);
      double create;
      try {
        create = create(database.connection(), count);
      } finally {
        database.closeFiles();
      }
      long start = System.nanoTime();
      database = PeerDatabase.open(peer, directory);
      try {
        readOne(database.connection(), count / 2);
        double open = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        database.execute("create table one_more (id integer not null primary key)");
        table.add(
            peer.name(),
            String.format(Locale.ROOT, "%,d", count),
            Numbers.format(create),
            Numbers.format(open),
            Numbers.format((System.nanoTime() - start) / 1e6));
      } finally {
        database.closeFiles();
      }
    } finally {
      Directories.remove(directory);
    }
  }

  private static double create(Connection connection, int count) throws SQLException {
    connection.setAutoCommit(false);
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < count; i++) {
        statement.execute(
            "create table t" + i + " (id integer not null primary key, name varchar(40))");
        statement.execute("insert into t" + i + " values (" + i + ", 'table " + i + "')");
        if ((i + 1) % TOGETHER == 0) {
          connection.commit();
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return (System.nanoTime() - start) / 1e3 / count;
  }

  private static void readOne(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select name from t" + number)) {
      if (!row.next() || !row.getString(1).equals("table " + number)) {
        throw new IllegalStateException("table t" + number + " has not its row");
      }
    }
  }
}
