package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everybody does first: make a table, fill it, ask it, and find it again. */
class FirstStepsTest {

  @Test
  void rowsAreThereAfterTheDatabaseWasClosed(@TempDir Path directory) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    try (Connection connection = DriverManager.getConnection(url)) {
      fill(connection);
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(names(connection)).isEqualTo("1=anvil 2=bolts ");
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table item (id integer primary key, name varchar(20) not null)");
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(statement.executeUpdate("insert into item values (1, 'anvil'), (2, 'bolt')"))
          .isEqualTo(2);
    }
    connection.setAutoCommit(false);
    try (PreparedStatement update =
        connection.prepareStatement("update item set name = ? where id = ?")) {
      update.setString(1, "bolts");
      update.setInt(2, 2);
      assertThat(update.executeUpdate()).isEqualTo(1);
      connection.commit();
      update.setString(1, "lost");
      update.executeUpdate();
      connection.rollback();
    }
  }

  private static String names(Connection connection) throws SQLException {
    StringBuilder names = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id, name from item order by id")) {
      while (rows.next()) {
        names.append(rows.getInt("ID")).append('=').append(rows.getString(2)).append(' ');
      }
    }
    return names.toString();
  }
}
