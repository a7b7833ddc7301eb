package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** A database as a script, and the script as a database: nothing is lost on the way. */
@Timeout(120)
class DumpTest {
  @TempDir Path directory;

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:pydb:mem:");
  }

  private static String dump(Connection connection) throws SQLException {
    StringWriter script = new StringWriter();
    connection.unwrap(PydbConnection.class).dump(script, rows -> {});
    return script.toString();
  }

  private static void run(Connection connection, String script) throws SQLException {
    connection.unwrap(PydbConnection.class).runScript(new StringReader(script));
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(result.getString(i)).append(" | ");
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static final String WORLD =
      """
      create schema "Odd; schema";
      create sequence steps as smallint increment by -3 minvalue -300 maxvalue 30 start 30 cycle;
      create table "Odd; schema"."a ""b"" 'c' \\ $x$" (
        "select" int generated always as identity (start 100 increment 5),
        "from; where" text default 'semi;colon -- no comment /* nor this */',
        "Ümlaut" varchar(7) not null unique,
        constraint "odd; key" primary key ("select"),
        constraint "odd check" check ("from; where" <> 'x;''y'));
      insert into "Odd; schema"."a ""b"" 'c' \\ $x$" ("Ümlaut") values ('a'), ('b''c'), ('');
      create table kinds (
        id serial, b boolean, i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric,
        d numeric(10,3), t text, v varchar(10), c char(3), p bpchar, x bytea, day date, tm time,
        ts timestamp, tz timestamptz, u uuid, step int default nextval('steps'),
        odd int references "Odd; schema"."a ""b"" 'c' \\ $x$" on delete set null on update cascade);
      insert into kinds (b, i2, i8, f4, f8, n, d, t, v, c, p, x, day, tm, ts, tz, u, odd) values
        (true, -32768, -9223372036854775808, 'NaN', '-Infinity', 1.500, -1.5, e'a\\tb\\nc\\\\d\\r', '',
         'ab', 'q ', '\\x00ff5c', '0001-01-01', '23:59:59.999999', '1999-12-31 23:59:59.5',
         '2024-06-30 12:00:00.25+02', '00000000-0000-0000-0000-0000000000ff', 100),
        (false, 32767, 9223372036854775807, 1e-30, 0.1, 123456789012345678901234567890.1, 9999999.999,
         '\\.', '\\N', 'abc', '', '\\x', '9999-12-31', '00:00', '2024-02-29', '1970-01-01 00:00Z',
         'ffffffff-ffff-ffff-ffff-ffffffffffff', 105),
        (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
         null, null, null);
      alter table kinds add primary key (id);
      create index "kinds; by day" on kinds (day desc nulls last, tz);
      create unique index kinds_u on kinds (u);
      create table child (parent int references kinds, self int primary key references child,
        unique (parent, self));
      insert into child values (1, 1), (1, 2);
      alter sequence kinds_id_seq rename to "renamed; seq";
      create table empty_one (a int);
      create table shapes (
        id int primary key, j json, b jsonb, i int[], t text[], iv interval, iva interval[]);
      insert into shapes values (1, '{"a": [1, "x\\ty"]}', '{"b":2, "a":null}', '{1,NULL,3}',
        '{"a,b","c\\"d",NULL,"",e}', '-1 mon 2 days 03:04:05.5', '{1 year,NULL}'),
        (2, null, null, null, '{}', null, null);
      create table computed (a int, twice int generated always as (a * 2) stored, b text);
      insert into computed (b, a) values ('x', 21);
      create view first_view as select id, t from kinds;
      create view second_view (x, "y z") as
        select f.id, count(*) from first_view f join child c on c.parent = f.id group by f.id;
      create materialized view counted (n) as select count(*) from second_view;
      create unique index on counted (n);
      create materialized view waiting as select id from kinds with no data;
      create view over_counted as select n + 1 as more from counted;
      create table late (child int references child deferrable initially deferred,
        second int references child deferrable);
      create table keys_late (id int primary key deferrable initially deferred, n int unique deferrable);
      insert into keys_late values (1, 1), (2, null), (3, null);
      create table one_null (a int, b int unique nulls not distinct, c boolean, unique nulls not distinct (a, b) initially deferred);
      create unique index on one_null (a) include (b) nulls not distinct where c;
      insert into one_null values (1, null, true), (null, 2, false);
      create table pairs (a int, b int, primary key (a, b));
      create table whole (a int, b int, foreign key (a, b) references pairs match full on update cascade);
      comment on materialized view counted is 'kept';
      comment on column counted.n is 'how many';
      comment on table kinds is 'it''s; all';
      comment on column kinds.t is 'of any
      length';
      comment on view second_view is 'a view';
      """;

  @Test
  void aDumpOfTheRestoredDatabaseIsTheSame() throws SQLException {
    try (Connection original = connect();
        Connection restored = connect()) {
      run(original, WORLD);
      String script = dump(original);
      run(restored, script);
      assertThat(firstLineAside(dump(restored))).isEqualTo(firstLineAside(script));
      for (String query :
          List.of(
              "select * from kinds order by id",
              "select * from \"Odd; schema\".\"a \"\"b\"\" 'c' \\ $x$\" order by 1",
              "select * from child order by self",
              "select * from second_view order by x",
              "select * from counted",
              "select more from over_counted",
              "select * from computed",
              "select * from shapes order by id",
              "select table_schema, table_name, column_name, data_type, column_default, is_nullable,"
                  + " is_identity, identity_generation, identity_increment"
                  + " from information_schema.columns where table_schema not in"
                  + " ('pg_catalog', 'information_schema', 'pydb')"
                  + " order by 1, 2, ordinal_position",
              "select conname, contype, confdeltype, confupdtype from pg_constraint order by 1",
              "select indexdef from pg_indexes order by 1",
              "select schemaname, sequencename, data_type, increment_by, min_value, max_value, cycle,"
                  + " last_value from pg_sequences order by 1, 2",
              "select objsubid, description from pg_description order by 1, 2")) {
        assertThat(rows(restored, query)).as(query).isEqualTo(rows(original, query)).isNotEmpty();
      }
      assertThat(rows(restored, "check database")).containsExactly("ok | ");
    }
  }

  private static String firstLineAside(String script) {
    return script.substring(script.indexOf('\n'));
  }

  @Test
  void numbersGoOnWhereTheyStood() throws SQLException {
    try (Connection original = connect();
        Connection restored = connect()) {
      run(original, WORLD);
      run(restored, dump(original));
      for (Connection connection : List.of(original, restored)) {
        Sql.run(connection, "insert into kinds (t) values ('next')");
        Sql.run(
            connection,
            "insert into \"Odd; schema\".\"a \"\"b\"\" 'c' \\ $x$\" (\"Ümlaut\") values ('new')");
      }
      assertThat(rows(restored, "select id, step from kinds where t = 'next'"))
          .isEqualTo(rows(original, "select id, step from kinds where t = 'next'"))
          .containsExactly("4 | 21 | ");
      assertThat(
              rows(
                  restored,
                  "select max(\"select\") from \"Odd; schema\".\"a \"\"b\"\" 'c' \\ $x$\""))
          .containsExactly("115 | ");
      assertThatThrownBy(
              () ->
                  Sql.run(
                      restored,
                      "insert into \"Odd; schema\".\"a \"\"b\"\" 'c' \\ $x$\" values (1, 'x', 'y')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("428C9"));
    }
  }

  @Test
  void aDumpIsOneSnapshot() throws SQLException {
    try (Connection original = DriverManager.getConnection("jdbc:pydb:mem:moving");
        Connection writer = DriverManager.getConnection("jdbc:pydb:mem:moving");
        Connection restored = connect()) {
      run(original, "create table a (id int primary key); create table b (id int primary key)");
      try (var insert = original.prepareStatement("insert into a values (?)")) {
        for (int i = 0; i < 5000; i++) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      StringWriter script = new StringWriter();
      original
          .unwrap(PydbConnection.class)
          .dump(
              script,
              rows -> {
                try {
                  Sql.run(writer, "insert into b select " + rows + " where " + rows + " < 5000");
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      run(restored, script.toString());
      assertThat(rows(restored, "select count(*) from a")).containsExactly("5000 | ");
      assertThat(rows(restored, "select count(*) from b")).containsExactly("0 | ");
      assertThat(rows(original, "select count(*) > 0 from b")).containsExactly("true | ");
      Sql.run(original, "shutdown");
    }
  }

  @Test
  void aFileGetsItsNameWhenItIsWhole() throws Exception {
    Path file = directory.resolve("world.sql");
    try (Connection connection = connect()) {
      run(connection, WORLD);
      PydbConnection pydb = connection.unwrap(PydbConnection.class);
      assertThatThrownBy(
              () ->
                  pydb.dump(
                      file,
                      rows -> {
                        throw new IllegalStateException("enough");
                      }))
          .hasMessageContaining("enough");
      assertThat(files()).isEmpty();
      pydb.dump(file);
      assertThat(files()).containsExactly("world.sql");
      try (Connection restored = connect()) {
        assertThat(restored.unwrap(PydbConnection.class).runScript(file)).isGreaterThan(20);
        assertThat(rows(restored, "select count(*) from kinds")).containsExactly("3 | ");
      }
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aScriptThatFailsNamesTheLineAndCanBeUndone() throws SQLException {
    String script =
        """
        -- a comment; with a semicolon
        create table t (a int, b text); /* ; */
        insert into t values (1, 'x;y');

        copy t from stdin;
        2\ttwo
        three\t3
        \\.
        """;
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> run(connection, script))
          .hasMessageContaining("line 5 of the script")
          .hasMessageContaining("COPY t, line 7, column \"a\"");
      connection.rollback();
      assertThat(rows(connection, "select * from pg_tables")).isEmpty();
      run(connection, script.replace("three\t3", "3\t$$;$$"));
      assertThat(rows(connection, "select * from t order by a"))
          .containsExactly("1 | x;y | ", "2 | two | ", "3 | $$;$$ | ");
    }
  }

  @Test
  void quotesOfAllKindsHideSemicolons() throws SQLException {
    try (Connection connection = connect()) {
      run(
          connection,
          "create table \"a;b\" (t text);insert into \"a;b\" values ('it''s;'), (e'\\';'), ($$;'$$),"
              + " ($q$;$$;$q$);;; -- the end;");
      assertThat(rows(connection, "select t from \"a;b\""))
          .containsExactlyInAnyOrder("it's; | ", "'; | ", ";' | ", ";$$; | ");
    }
  }
}
