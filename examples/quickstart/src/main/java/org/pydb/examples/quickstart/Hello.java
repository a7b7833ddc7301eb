package org.pydb.examples.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes down in {@code guests.pydb} that you were here, and prints who was here before. */
public class Hello {
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:./guests");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists guest (moment timestamp default localtimestamp, name text)");
      try (var insert = connection.prepareStatement("insert into guest (name) values (?)")) {
        insert.setString(1, System.getProperty("user.name"));
        insert.executeUpdate();
      }
      try (ResultSet row = statement.executeQuery("select * from guest order by moment")) {
        while (row.next()) {
          System.out.println(row.getString("name") + " was here at " + row.getString("moment"));
        }
      }
    }
  }
}
