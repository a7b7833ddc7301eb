package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** Result sets that go forth and back. */
class ScrollableResultSetTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static Statement scrolling(Connection connection) throws SQLException {
    return connection.createStatement(
        ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  private ResultSet rows(String sql) throws SQLException {
    return scrolling(connection).executeQuery(sql);
  }

  private ResultSet numbers(int count) throws SQLException {
    return rows("select x from generate_series(1, " + count + ") as s (x)");
  }

  // ------------------------------------------------------------------ moving

  /** What each move of a walk gives, and where the cursor stands afterwards. */
  private record Step(
      boolean moved, boolean beforeFirst, boolean first, boolean last, boolean afterLast, int row) {

    static Step after(boolean moved, ResultSet rows) throws SQLException {
      return new Step(
          moved,
          rows.isBeforeFirst(),
          rows.isFirst(),
          rows.isLast(),
          rows.isAfterLast(),
          rows.getRow());
    }

    /** On the place {@code at} of {@code count} rows: 0 is before, {@code count + 1} after them. */
    static Step at(int at, int count) {
      boolean isOn = at >= 1 && at <= count;
      return new Step(
          isOn,
          at == 0 && count > 0,
          isOn && at == 1,
          isOn && at == count,
          at == count + 1 && count > 0,
          isOn ? at : 0);
    }
  }

  /** A move, as a number: which one it is and how far. */
  private record Move(int kind, int distance) {

    static Move any(Random random, int count) {
      int far = random.nextInt(20) == 0 ? Integer.MAX_VALUE - random.nextInt(3) : count + 2;
      int distance = random.nextInt(-far, far);
      return new Move(random.nextInt(8), random.nextInt(30) == 0 ? Integer.MIN_VALUE : distance);
    }

    boolean in(ResultSet rows) throws SQLException {
      return switch (kind) {
        case 0 -> rows.next();
        case 1 -> rows.previous();
        case 2 -> rows.first();
        case 3 -> rows.last();
        case 4 -> rows.absolute(distance);
        case 5 -> rows.relative(distance);
        case 6 -> {
          rows.beforeFirst();
          yield false;
        }
        default -> {
          rows.afterLast();
          yield false;
        }
      };
    }

    /** Where it leads from a place. */
    int from(int at, int count) {
      long to =
          switch (kind) {
            case 0 -> at + 1;
            case 1 -> at - 1;
            case 2 -> 1;
            case 3 -> count;
            case 4 -> distance < 0 ? count + 1L + distance : distance;
            case 5 -> (long) at + distance;
            case 6 -> 0;
            default -> count + 1;
          };
      return (int) Math.max(0, Math.min(count + 1, to));
    }

    boolean isFar() {
      return Math.abs((long) distance) > 1_000_000;
    }
  }

  /** A walk of random moves goes as in a list, and as in H2. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 33, 257, 1500})
  void walkIsAsInAListAndInH2(int count) throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String series = "select x, 'row ' || x from ";
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        ResultSet rows = rows(series + "generate_series(1, " + count + ") as s (x)");
        ResultSet others =
            scrolling(h2)
                .executeQuery(
                    series
                        + "system_range(1, "
                        + count
                        + ")"
                        + (count == 0 ? " where 1 = 0" : ""))) {
      int at = 0;
      for (int i = 0; i < 1000; i++) {
        Move move = Move.any(random, count);
        String where = "seed " + seed + ", move " + i + ": " + move + " from " + at;
        at = move.from(at, count);
        Step step = Step.after(move.in(rows), rows);
        boolean isVoid = move.kind >= 6;
        Step expected = Step.at(at, count);
        assertThat(step).as(where).isEqualTo(expected);
        if (!move.isFar() || move.kind < 4 || isVoid) {
          assertThat(Step.after(move.in(others), others)).as(where + ", H2").isEqualTo(step);
        } else {
          others.absolute(at); // H2 counts in ints, which overflow.
          if (at == 0) {
            others.beforeFirst();
          }
        }
        if (step.row > 0) {
          assertThat(rows.getLong(1)).as(where).isEqualTo(at).isEqualTo(others.getLong(1));
          assertThat(rows.getString(2)).as(where).isEqualTo("row " + at);
        } else {
          assertThatThrownBy(() -> rows.getLong(1))
              .as(where)
              .hasFieldOrPropertyWithValue("SQLState", "24000");
        }
      }
    }
  }

  @Test
  void maximumOfRowsHoldsForTheEndToo() throws SQLException {
    try (Statement statement = scrolling(connection)) {
      statement.setMaxRows(300);
      ResultSet rows = statement.executeQuery("select x from generate_series(1, 1000) as s (x)");
      assertThat(rows.last()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(300);
      assertThat(rows.next()).isFalse();
      assertThat(rows.absolute(-300)).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void forwardOnlyOnesStillRefuse() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("select 1");
      List<Sql.Action> moves =
          List.of(
              rows::first,
              rows::last,
              rows::previous,
              rows::beforeFirst,
              rows::afterLast,
              rows::isLast,
              () -> rows.absolute(1),
              () -> rows.relative(1),
              () -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
      for (Sql.Action move : moves) {
        assertThatThrownBy(move::run).isInstanceOf(SQLFeatureNotSupportedException.class);
      }
      assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    }
  }

  // ------------------------------------------------------------------ what it sees

  @Test
  void changesAreNotSeen() throws SQLException {
    Sql.run(connection, "create table t (id int primary key, v text)");
    Sql.run(connection, "insert into t select x, 'old' from generate_series(1, 2000) as s (x)");
    ResultSet rows = rows("select id, v from t order by id");
    assertThat(rows.next()).isTrue();
    Sql.run(connection, "update t set v = 'new'");
    Sql.run(connection, "delete from t where id > 1000");
    assertThat(rows.last()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(2000);
    assertThat(rows.getString(2)).isEqualTo("old");
    assertThat(rows.first()).isTrue();
    assertThat(rows.getString(2)).isEqualTo("old");
  }

  @Test
  void sensitiveOnesAreDowngradedWithAWarning() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1", ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      assertThat((Throwable) connection.getWarnings())
          .hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
      assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      ResultSet rows = statement.executeQuery();
      assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
    }
  }

  @Test
  void fetchDirectionIsAHint() throws SQLException {
    ResultSet rows = numbers(3);
    assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
    rows.setFetchDirection(ResultSet.FETCH_REVERSE);
    assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_REVERSE);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(1);
    assertThatThrownBy(() -> rows.setFetchDirection(7))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  // ------------------------------------------------------------------ values

  /** Values of all types come back as they were, from memory and from the disk. */
  @Test
  void valuesOfAllTypesAreKept(@TempDir Path directory) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("kept") + "?memory=16m";
    String query =
        "select x, cast(x as smallint), cast(x as bigint) * 10000000000, x % 2 = 0,"
            + " cast(x as real) / 3, cast(x as double precision) / 7,"
            + " cast(x as decimal(10, 2)) / 4, cast(x as decimal(30, 5)) * 1e15,"
            + " cast(x as numeric) / 3, cast(x as char(9)), repeat('t' || x, 20),"
            + " cast(repeat('b', 300) as bytea), date '2000-01-01' + x, time '00:00' + x * interval"
            + " '1 second', timestamp '2000-01-01 00:00:00' + x * interval '1 hour',"
            + " timestamp with time zone '2000-01-01 00:00:00Z' + x * interval '1 hour',"
            + " x * interval '1 day', cast('{\"a\": ' || x || '}' as json),"
            + " cast('{\"a\": ' || x || '}' as jsonb), array[x, null, 7],"
            + " cast(lpad(cast(x as text), 32, '0') as uuid),"
            + " case when x % 3 = 0 then 'n' end, case when x % 5 = 0 then 5 end,"
            + " case when x % 7 = 0 then cast(7.5 as numeric) end"
            + " from generate_series(1, 20000) as s (x) order by x";
    Random random = new Random(1);
    try (Connection file = DriverManager.getConnection(url);
        Statement forward = file.createStatement();
        ResultSet rows = scrolling(file).executeQuery(query)) {
      ResultSet expected = forward.executeQuery(query);
      assertThat(rows.last()).isTrue();
      assertThat(rows.getRow()).isEqualTo(20_000);
      for (int row = 1; expected.next(); row++) {
        if (random.nextInt(50) == 0) {
          assertThat(rows.absolute(random.nextInt(20_000) + 1)).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(rows.getRow());
        }
        if (row % 10 == 0) {
          assertThat(rows.absolute(-20_001 + row)).isTrue();
          for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            assertThat(rows.getString(column))
                .as("row %d, column %d", row, column)
                .isEqualTo(expected.getString(column));
            assertThat(rows.wasNull()).isEqualTo(expected.wasNull());
          }
        }
      }
    }
  }

  // ------------------------------------------------------------------ the end

  @Test
  void endsWithItsTransaction() throws SQLException {
    connection.setAutoCommit(false);
    ResultSet unread = numbers(1000);
    ResultSet read = numbers(3);
    assertThat(unread.next()).isTrue();
    assertThat(read.last()).isTrue();
    connection.commit();
    for (ResultSet rows : List.of(unread, read)) {
      assertThat(rows.isClosed()).isTrue();
      assertThatThrownBy(rows::first)
          .hasFieldOrPropertyWithValue("SQLState", "24000")
          .hasMessageContaining("transaction");
    }
  }

  @Test
  void otherStatementsLeaveItAloneInAutocommit() throws SQLException {
    ResultSet rows = numbers(1000);
    assertThat(rows.next()).isTrue();
    Sql.run(connection, "create table t (a int)");
    Sql.run(connection, "insert into t values (1)");
    assertThat(rows.last()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(1000);
  }

  @Test
  void endsWithTheNextRunAndWithItsStatement() throws SQLException {
    ResultSet second;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select x from generate_series(1, ?) as s (x)",
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_READ_ONLY)) {
      statement.setInt(1, 5);
      ResultSet first = statement.executeQuery();
      assertThat(first.last()).isTrue();
      statement.setInt(1, 7);
      second = statement.executeQuery();
      assertThat(first.isClosed()).isTrue();
      assertThat(second.last()).isTrue();
      assertThat(second.getInt(1)).isEqualTo(7);
    }
    assertThat(second.isClosed()).isTrue();
    ResultSet open = numbers(5);
    connection.close();
    assertThat(open.isClosed()).isTrue();
    open.close();
  }

  @Test
  void aFailureOnTheWayClosesIt() throws SQLException {
    ResultSet rows = rows("select 1 / (1500 - x) from generate_series(1, 2000) as s (x)");
    assertThat(rows.next()).isTrue();
    assertThatThrownBy(rows::last).hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(rows.isClosed()).isTrue();
    assertThat(Sql.number(connection, "select 1")).isEqualTo(1);
  }

  /** In autocommit, rows that are locked are locked no longer than the query runs. */
  @Test
  void locksEndWithTheQueryInAutocommit() throws SQLException {
    Sql.run(connection, "create table t (id int primary key)");
    Sql.run(connection, "insert into t select x from generate_series(1, 1000) as s (x)");
    ResultSet rows = rows("select id from t for update");
    assertThat(rows.next()).isTrue();
    Sql.run(connection, "set lock_timeout = 1000");
    Sql.run(connection, "update t set id = id + 5000");
    assertThat(rows.last()).isTrue();
  }
}
