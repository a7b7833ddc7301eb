package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.Sql;

/** VACUUM by SQL: the file gets shorter while the database stays open. */
class VacuumTest {

  @TempDir Path directory;

  @Test
  void givesRoomBackToTheDisk() throws Exception {
    Path file = directory.resolve("shop.pydb");
    // An analysis in the background would hold what it reads.
    String url = "jdbc:pydb:" + file + "?statistics=manual";
    try (Connection connection = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url)) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      connection.setAutoCommit(false);
      for (int i = 0; i < 20; i++) {
        Sql.run(
            connection,
            "insert into item with recursive n (i) as (select 0 union all select i + 1 from n where i"
                + " < 999) select i + "
                + i * 1000
                + ", repeat('x', 500) from n");
      }
      connection.commit();
      connection.setAutoCommit(true);
      Sql.run(connection, "checkpoint");
      long before = Files.size(file);
      Sql.run(connection, "delete from item where id % 10 <> 0");
      assertThat(Sql.text(connection, "vacuum")).startsWith("pages before: ");
      assertThat(Files.size(file)).isLessThan(before / 2);
      assertThat(Sql.number(other, "select count(*) from item")).isEqualTo(2000);
      assertThat(Sql.text(other, "check database")).isEqualTo("ok");
    }
  }

  @Test
  void isRefusedInsideATransaction() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Sql.run(connection, "vacuum");
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> Sql.run(connection, "vacuum"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25001"));
    }
  }
}
