package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.Sql;

/** Views, as a program meets them. */
class ViewsTest {
  @TempDir Path directory;

  private static void run(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      Sql.run(connection, sql);
    }
  }

  @Test
  void metadataShowsThemBesideTables() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      run(
          connection,
          "create table pet (id integer primary key, name varchar(20) not null)",
          "create view called as select name as pet, id from pet",
          "comment on view called is 'names'");
      DatabaseMetaData metadata = connection.getMetaData();
      try (ResultSet found = metadata.getTables(null, null, "%", new String[] {"VIEW"})) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString("TABLE_NAME")).isEqualTo("called");
        assertThat(found.getString("TABLE_TYPE")).isEqualTo("VIEW");
        assertThat(found.getString("REMARKS")).isEqualTo("names");
        assertThat(found.next()).isFalse();
      }
      try (ResultSet found = metadata.getTables(null, null, "%", new String[] {"TABLE"})) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString("TABLE_NAME")).isEqualTo("pet");
        assertThat(found.next()).isFalse();
      }
      try (ResultSet columns = metadata.getColumns(null, null, "called", null)) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getString("COLUMN_NAME")).isEqualTo("pet");
        assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(20);
        assertThat(columns.next()).isTrue();
        assertThat(columns.getString("TYPE_NAME")).isEqualTo("int4");
        assertThat(columns.next()).isFalse();
      }
      try (ResultSet keys = metadata.getPrimaryKeys(null, null, "called")) {
        assertThat(keys.next()).isFalse();
      }
    }
  }

  @Test
  void materializedViewsKeepTheirRowsInTheFile() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("sales");
    try (Connection connection = DriverManager.getConnection(url)) {
      run(
          connection,
          "create table sale (item text, n integer)",
          "insert into sale values ('tea', 3), ('rum', 5)",
          "create materialized view sold as select item, n from sale where n > 3",
          "create materialized view later as select * from sale with no data",
          "comment on materialized view sold is 'kept'",
          "insert into sale values ('gin', 7)");
      DatabaseMetaData metadata = connection.getMetaData();
      try (ResultSet found = metadata.getTables(null, "public", "s%", null)) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString("TABLE_NAME")).isEqualTo("sold");
        assertThat(found.getString("TABLE_TYPE")).isEqualTo("MATERIALIZED VIEW");
        assertThat(found.getString("REMARKS")).isEqualTo("kept");
        assertThat(found.next()).isTrue();
        assertThat(found.getString("TABLE_TYPE")).isEqualTo("TABLE");
        assertThat(found.next()).isFalse();
      }
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.text(connection, "select count(*) from sold")).isEqualTo("1");
      run(connection, "refresh materialized view sold");
      assertThat(Sql.text(connection, "select count(*) from sold")).isEqualTo("2");
      assertThatThrownBy(() -> Sql.text(connection, "select * from later"))
          .hasMessageContaining("has not been populated");
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }

  /** The plan of another connection, which was in use a moment ago, must not live on. */
  @Test
  void preparedStatementsFollowAReplacedView() throws SQLException {
    String url = "jdbc:pydb:mem:replaced";
    try (Connection one = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url)) {
      run(
          one,
          "create table pet (id integer, name text)",
          "insert into pet values (1, 'Rex'), (2, 'Tom')",
          "create view chosen as select name from pet where id = 1",
          "create view loud as select upper(name) as name from chosen");
      try (PreparedStatement query = other.prepareStatement("select name from loud")) {
        assertThat(only(query)).isEqualTo("REX");
        run(one, "create or replace view chosen as select name from pet where id = 2");
        assertThat(only(query)).isEqualTo("TOM");
        run(one, "drop view chosen cascade");
        assertThatThrownBy(() -> only(query)).hasMessageContaining("does not exist");
        run(one, "create table loud (name text)", "insert into loud values ('table')");
        assertThat(only(query)).isEqualTo("table");
      }
      run(one, "shutdown");
    }
  }

  /** A name that no schema says means another thing when one comes before it on the path. */
  @Test
  void plansFollowAViewThatHidesATable() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:pydb:mem:?currentSchema=mine,public")) {
      run(
          connection,
          "create schema mine",
          "create table public.pet (name text)",
          "insert into pet values ('theirs')",
          "create view mine.all_pets as select * from pet");
      try (PreparedStatement table = connection.prepareStatement("select name from pet");
          PreparedStatement view = connection.prepareStatement("select name from all_pets")) {
        assertThat(only(table) + only(view)).isEqualTo("theirstheirs");
        run(connection, "create view mine.pet as select 'mine' as name");
        assertThat(only(table) + only(view)).isEqualTo("minetheirs");
      }
    }
  }

  private static String only(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      assertThat(rows.next()).isTrue();
      String value = rows.getString(1);
      assertThat(rows.next()).isFalse();
      return value;
    }
  }

  @Test
  void theyAreThereWhenTheDatabaseIsOpenedAgain() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("pets");
    try (Connection connection = DriverManager.getConnection(url)) {
      run(
          connection,
          "create table pet (id integer, name text)",
          "insert into pet values (1, 'Rex')",
          "create view chosen as select * from pet",
          "alter table pet add column age integer default 3",
          "alter table pet rename to animal");
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.text(connection, "select name from chosen where id = 1")).isEqualTo("Rex");
      assertThatThrownBy(() -> run(connection, "drop table animal"))
          .hasMessageContaining("view \"chosen\"");
    }
  }
}
