package org.pydb.all;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An application that has nothing but the all jar: fills a table and asks for groups of it. */
final class JdbcProbe {

  private JdbcProbe() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0])) {
      fill(connection);
      print(connection, "select count(*), sum(k), lower(v) from t group by lower(v) order by 3");
      print(connection, "select k, v from t where k = 3");
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table t (k integer primary key, v varchar(5) not null)");
    }
    try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
      for (int k = 1; k <= 5; k++) {
        insert.setInt(1, k);
        insert.setString(2, k % 2 == 0 ? "A" : "B");
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void print(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(i == 1 ? "" : " ").append(rows.getObject(i));
        }
        System.out.println(line);
      }
    }
  }
}
