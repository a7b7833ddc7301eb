package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Tables of one session: seen by it alone, and gone with it. */
@Timeout(120)
class TemporaryTablesTest {
  @TempDir Path directory;

  private String url;

  @BeforeEach
  void name() {
    url = "jdbc:pydb:" + directory.resolve("temporary");
  }

  private static void assertMissing(Connection connection, String table) {
    assertThatThrownBy(() -> Sql.run(connection, "select * from " + table))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
  }

  /** Two sessions have tables of the same name, before a durable one of that name. */
  @Test
  void eachSessionSeesItsOwn() throws SQLException {
    try (Connection one = DriverManager.getConnection(url);
        Connection two = DriverManager.getConnection(url)) {
      Sql.run(one, "create table t (x integer)");
      Sql.run(one, "insert into t values (0)");
      Sql.run(one, "create temp table t (x integer primary key)");
      Sql.run(one, "insert into t values (1)");
      assertThat(Sql.number(two, "select x from t")).isZero();
      Sql.run(two, "create temporary table t as select 2 as x");
      assertThat(Sql.number(one, "select x from t")).isEqualTo(1);
      assertThat(Sql.number(two, "select x from t")).isEqualTo(2);
      assertThat(Sql.number(two, "select x from pg_temp.t")).isEqualTo(2);
      assertThat(Sql.number(two, "select x from public.t")).isZero();
      String schema =
          Sql.text(
              one,
              "select min(table_schema) from information_schema.tables where table_schema like"
                  + " 'pg_temp%'");
      assertThatThrownBy(() -> Sql.run(two, "select * from " + schema + ".t"))
          .hasMessageContaining("cannot access temporary tables of other sessions");
      Sql.run(two, "drop table t");
      assertThat(Sql.number(two, "select x from t")).isZero();
      assertThat(Sql.text(one, "check database")).isEqualTo("ok");
    }
  }

  /** They, and the schema that they stood in, are gone when their session is, and in no dump. */
  @Test
  void theyGoWithTheirSession() throws SQLException, IOException {
    try (Connection other = DriverManager.getConnection(url)) {
      try (Connection one = DriverManager.getConnection(url)) {
        Sql.run(one, "create temp table parent (id serial primary key, name text)");
        Sql.run(one, "create temp table child (p integer references parent (id))");
        Sql.run(one, "create index on parent (lower(name))");
        Sql.run(one, "insert into parent (name) values ('A')");
        Sql.run(one, "insert into child values (1)");
        Path dump = directory.resolve("dump.sql");
        one.unwrap(PydbConnection.class).dump(dump);
        assertThat(Files.readString(dump)).doesNotContain("parent", "child", "pg_temp");
      }
      assertThat(
              Sql.number(
                  other,
                  "select count(*) from information_schema.schemata where schema_name like 'pg_temp%'"))
          .isZero();
    }
  }

  /**
   * Goal: transactions make and undo them, and end their rows. Method: each ON COMMIT, each end.
   */
  @Test
  void transactionsEndThem() throws SQLException {
    try (Connection one = DriverManager.getConnection(url)) {
      Sql.run(one, "create temp table kept (x integer) on commit preserve rows");
      Sql.run(one, "create temp table emptied (x integer) on commit delete rows");
      one.setAutoCommit(false);
      Sql.run(one, "create temp table dropped (x integer) on commit drop");
      for (String table : new String[] {"kept", "emptied", "dropped"}) {
        Sql.run(one, "insert into " + table + " values (1)");
        assertThat(Sql.number(one, "select count(*) from " + table)).isEqualTo(1);
      }
      one.commit();
      assertThat(Sql.number(one, "select count(*) from kept")).isEqualTo(1);
      assertThat(Sql.number(one, "select count(*) from emptied")).isZero();
      assertMissing(one, "dropped");
      one.rollback();
      Sql.run(one, "create temp table undone (x integer)");
      one.rollback();
      assertMissing(one, "undone");
    }
  }

  @Test
  void keysDoNotCross() throws SQLException {
    try (Connection one = DriverManager.getConnection(url)) {
      Sql.run(one, "create table durable (id integer primary key)");
      Sql.run(one, "create temp table own (id integer primary key)");
      for (String sql :
          new String[] {
            "create temp table a (id integer references durable (id))",
            "create table a (id integer references own (id))",
            "create temp table public.a (id integer)"
          }) {
        assertThatThrownBy(() -> Sql.run(one, sql))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo("42P16"));
      }
    }
  }
}
