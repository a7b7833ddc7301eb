package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** {@code count(*)} of a whole table, which reads no rows, is what counting them would give. */
class CountRowsTest {
  private static final String URL = "jdbc:pydb:mem:count_rows_test";

  private Connection first;
  private Connection second;

  @BeforeEach
  void open() throws SQLException {
    first = DriverManager.getConnection(URL);
    second = DriverManager.getConnection(URL);
    Sql.run(first, "create table t (id integer primary key, note text)");
    Sql.run(first, "create table u (id integer primary key)");
    for (int i = 0; i < 3_000; i++) {
      Sql.run(first, "insert into t values (" + i + ", 'note " + i + "')");
    }
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(first, "drop table t");
    Sql.run(first, "drop table u");
    second.close();
    first.close();
  }

  private static void expect(Connection connection, long rows) throws SQLException {
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(rows);
    assertThat(Sql.number(connection, "select sum(case when id >= 0 then 1 end) from t"))
        .isEqualTo(rows);
    assertThat(Sql.number(connection, "select count(*) from (select 1 from t limit 17) as x"))
        .isEqualTo(17);
  }

  @Test
  void countsWhatTheTransactionSees() throws SQLException {
    expect(first, 3_000);
    first.setAutoCommit(false);
    Sql.run(first, "delete from t where id < 10");
    Sql.run(first, "insert into t values (5, 'again'), (9000, 'new')");
    expect(first, 2_992);
    expect(second, 3_000);
    first.rollback();
    expect(first, 3_000);
    Sql.run(first, "delete from t where id >= 100 and id < 2100");
    expect(second, 3_000);
    first.commit();
    expect(second, 1_000);
    second.setAutoCommit(false);
    second.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    expect(second, 1_000);
    Sql.run(first, "insert into t values (100, 'back')");
    first.commit();
    expect(second, 1_000);
    expect(first, 1_001);
    second.commit();
    expect(second, 1_001);
    second.commit();
    first.setAutoCommit(true);
  }

  @Test
  void aCountIsARead() throws SQLException {
    for (Connection each : new Connection[] {first, second}) {
      each.setAutoCommit(false);
      each.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
    assertThat(Sql.number(first, "select count(*) from t")).isEqualTo(3_000);
    assertThat(Sql.number(second, "select count(*) from u")).isZero();
    Sql.run(first, "insert into u values (1)");
    Sql.run(second, "insert into t values (-1, 'skew')");
    first.commit();
    assertThatThrownBy(second::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
    first.setAutoCommit(true);
    second.setAutoCommit(true);
  }
}
