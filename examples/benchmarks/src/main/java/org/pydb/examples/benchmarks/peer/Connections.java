package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What peers do alike with connections. */
final class Connections {

  private Connections() {}

  static Connection open(Peer peer, Path directory) throws SQLException {
    Connection connection = DriverManager.getConnection(peer.url(directory));
    try {
      execute(connection, peer.atConnect());
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, each as {@code first=second}, or the first column alone. */
  static List<String> settings(Connection connection, String query) throws SQLException {
    List<String> settings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      boolean pairs = rows.getMetaData().getColumnCount() > 1;
      while (rows.next()) {
        settings.add(pairs ? rows.getString(1) + "=" + rows.getString(2) : rows.getString(1));
      }
    }
    return settings;
  }
}
