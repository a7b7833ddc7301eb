package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries give rows that can be changed. */
class UpdatableQueriesTest extends UpdatableSongs {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select title, seconds from song",
        "select distinct id from song",
        "select id from song group by id",
        "select a.id, a.title from song a join song b on a.id = b.id",
        "select a.id from song a, song b",
        "select id from song union all select id from song",
        "select id from (select id from song) s",
        "with s as (select id from song) select id from s",
        "with song as (select 1 as id) select id from song",
        "select id from songs",
        "select id from stored_songs",
        "select count(*) from song",
        "select id + 0 as id from song",
        "select (select id from song limit 1) as id from song",
        "select 1",
        "values (1)",
        "update song set seconds = 1 where false returning id",
        "select a from nullable",
        "select a from partial",
        "show time zone"
      })
  void otherQueriesGiveReadOnlyRowsAndAWarning(String query) throws SQLException {
    run("create view songs as select id from song");
    run("create materialized view stored_songs as select id from song");
    run("create table nullable (a int unique)");
    run("create table partial (a int not null)");
    run("create unique index partial_a on partial (a) where a > 0");
    for (int type : new int[] {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE}) {
      try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_UPDATABLE)) {
        assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery(query);
        assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
        assertThat(rows.getType()).isEqualTo(type);
        assertThat((Throwable) statement.getWarnings()).hasMessageContaining("CONCUR_READ_ONLY");
        boolean unused = rows.next();
        assertThatThrownBy(() -> rows.updateInt(1, 1))
            .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(rows::moveToInsertRow)
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
    }
  }

  @Test
  void uniqueColumnsThatAreNotNullAreAKey() throws SQLException {
    run("create table u (a int not null, b int not null, c int, unique (a, b))");
    run("insert into u values (1, 1, 0), (1, 2, 0)");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select c, b, a from public.u as x where a = ? order by b",
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_UPDATABLE)) {
      statement.setInt(1, 1);
      ResultSet rows = statement.executeQuery();
      assertThat((Throwable) statement.getWarnings()).isNull();
      assertThat(rows.last()).isTrue();
      rows.updateInt("c", 5);
      rows.updateRow();
    }
    assertThat(all(other, "select * from u order by b")).containsExactly("1|1|0", "1|2|5");
  }

  /** A column of a sub-query is none of the table, even if it has such a name. */
  @Test
  void subQueriesAreNotChanged() throws SQLException {
    ResultSet rows =
        rows("select id, (select max(title) from song) as title from song where id = 1");
    assertThat(rows.next()).isTrue();
    fails(() -> rows.updateString(2, "x"), "0A000");
  }

  @Test
  void readOnlyTransactionsRefuse() throws SQLException {
    connection.setReadOnly(true);
    ResultSet rows = song();
    rows.updateString(2, "x");
    fails(rows::updateRow, "25006");
  }
}
