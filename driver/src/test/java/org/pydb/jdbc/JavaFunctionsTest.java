package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.function.AggregateFunction;
import org.pydb.jdbc.function.ScalarFunction;
import org.pydb.jdbc.function.SqlFunction;

/** Functions that an application brings, as docs/java-functions.md tells of them. */
class JavaFunctionsTest {
  private Connection connection;
  private PydbConnection pydb;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    pydb = connection.unwrap(PydbConnection.class);
    run("CREATE TABLE pages (id serial PRIMARY KEY, title text, path text, size integer)");
    run("INSERT INTO pages (title, size) VALUES ('Hello, World', 3), ('Again', 4), (NULL, 5)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static SqlFunction slugify() {
    return ScalarFunction.named("slugify")
        .deterministic()
        .taking(String.class)
        .returning(
            String.class, title -> title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
  }

  @Test
  void areCalledWhereverExpressionsStand() throws SQLException {
    pydb.registerFunction(slugify());
    run("UPDATE pages SET path = slugify(title) WHERE path IS NULL");
    assertThat(rows("SELECT path FROM pages ORDER BY id"))
        .containsExactly("hello-world", "again", null);
    assertThat(rows("SELECT id FROM pages WHERE Slugify(title) = 'hello-world'"))
        .containsExactly("1");
    assertThat(rows("SELECT count(*) FROM pages GROUP BY slugify(title) ORDER BY slugify(title)"))
        .containsExactly("1", "1", "1");
    assertThat(rows("SELECT slugify('A B') || slugify(upper(title)) FROM pages WHERE id = 2"))
        .containsExactly("a-bagain");
    assertThat(
            rows("SELECT a.id FROM pages a JOIN pages b ON slugify(a.title) = b.path ORDER BY 1"))
        .containsExactly("1", "2");
    try (PreparedStatement prepared = connection.prepareStatement("SELECT slugify(?)")) {
      prepared.setString(1, "X Y");
      assertThat(first(prepared)).isEqualTo("x-y");
      prepared.setString(1, null);
      assertThat(first(prepared)).isNull();
    }
  }

  /** SQL tools show them, and call what they show by its schema. */
  @Test
  void areInTheSchemaPublic() throws SQLException {
    pydb.registerFunction(slugify());
    try (ResultSet found = connection.getMetaData().getFunctions(null, "public", "%")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getString("FUNCTION_NAME")).isEqualTo("slugify");
      assertThat(found.next()).isFalse();
    }
    assertThat(columns("slugify"))
        .containsExactly("returnValue text " + Types.VARCHAR, "$1 text " + Types.VARCHAR);
    assertThat(rows("SELECT prokind FROM pg_proc WHERE proname = 'slugify'")).containsExactly("f");
    assertThat(rows("SELECT public.slugify('A B')")).containsExactly("a-b");
    assertFails("SELECT pydb.slugify('A B')", "42883", "pydb.slugify");
    pydb.unregisterFunction("slugify");
    assertThat(columns("slugify")).isEmpty();
  }

  private List<String> columns(String function) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet found =
        connection.getMetaData().getFunctionColumns(null, null, function, null)) {
      while (found.next()) {
        columns.add(
            found.getString("COLUMN_NAME")
                + " "
                + found.getString("TYPE_NAME")
                + " "
                + found.getInt("DATA_TYPE"));
      }
    }
    return columns;
  }

  @Test
  void replacedOnesReachStatementsThatArePrepared() throws SQLException {
    pydb.registerFunction(
        ScalarFunction.named("answer").deterministic().taking().returning(Integer.class, () -> 1));
    try (PreparedStatement prepared = connection.prepareStatement("SELECT answer() + 0")) {
      assertThat(first(prepared)).isEqualTo("1");
      pydb.registerFunction(
          ScalarFunction.named("ANSWER").taking().returning(Integer.class, () -> 42));
      assertThat(first(prepared)).isEqualTo("42");
      assertThat(rows("SELECT answer() + 0")).containsExactly("42");
      assertThat(pydb.unregisterFunction("answer")).isTrue();
      assertThat(pydb.unregisterFunction("answer")).isFalse();
      assertThatThrownBy(() -> first(prepared)).hasMessageContaining("answer() does not exist");
    }
    assertFails("SELECT answer() + 0", "42883", "answer");
  }

  @Test
  void volatileOnesAreCalledForEachRow() throws SQLException {
    AtomicInteger calls = new AtomicInteger();
    pydb.registerFunction(
        ScalarFunction.named("ticket").taking().returning(Integer.class, calls::incrementAndGet));
    assertThat(rows("SELECT ticket() FROM pages")).containsExactly("1", "2", "3");
    assertThat(rows("SELECT ticket()")).containsExactly("4");
    assertThat(rows("SELECT ticket()")).containsExactly("5");
  }

  @Test
  void allClassesComeAndGo() throws SQLException {
    echo(Boolean.class, "true", "true");
    echo(Short.class, "7::smallint", "7");
    echo(Integer.class, "-7", "-7");
    echo(Long.class, "7", "7");
    echo(Float.class, "1.5::real", "1.5");
    echo(Double.class, "1.25", "1.25");
    echo(BigDecimal.class, "12.340", "12.340");
    echo(String.class, "'Zürich'", "Zürich");
    echo(byte[].class, "'\\x00ff'::bytea", "\\x00ff");
    echo(LocalDate.class, "'0044-03-15 BC'::date", "0044-03-15 BC");
    echo(LocalTime.class, "time '23:59:59.999999'", "23:59:59.999999");
    echo(LocalDateTime.class, "timestamp '1969-12-31 23:59:59.5'", "1969-12-31 23:59:59.5");
    echo(Instant.class, "'2024-02-29 12:00+00'::timestamptz = ", "true");
    echo(
        UUID.class,
        "uuid '00112233-4455-6677-8899-aabbccddeeff'",
        "00112233-4455-6677-8899-aabbccddeeff");
  }

  /** A function that gives what it takes; behind {@code =} it is compared with that. */
  private <T> void echo(Class<T> type, String value, String text) throws SQLException {
    pydb.registerFunction(ScalarFunction.named("echo").taking(type).returning(type, x -> x));
    String plain = value.replace(" = ", "");
    String call = (value.endsWith(" = ") ? value : "") + "echo(" + plain + ")";
    assertThat(rows("SELECT " + call)).containsExactly(text);
    assertThat(rows("SELECT echo(NULL)")).containsExactly((String) null);
  }

  @Test
  void severalArgumentsAndNulls() throws SQLException {
    pydb.registerFunction(
        ScalarFunction.named("between_all")
            .takingNulls()
            .taking(Long.class, String.class, Double.class)
            .returning(String.class, (a, b, c) -> a + "/" + b + "/" + c));
    assertThat(rows("SELECT between_all(1, NULL, 2)")).containsExactly("1/null/2.0");
    pydb.registerFunction(
        ScalarFunction.named("many")
            .taking(List.of(Integer.class, Integer.class, Integer.class, Integer.class))
            .returning(Integer.class, x -> x.length));
    assertThat(rows("SELECT many(1, 2, 3, 4)")).containsExactly("4");
    assertFails("SELECT many(1, 2, 3)", "42883", "many");
    assertFails("SELECT many(1, 2, 3, 'x')", "22P02", "x");
    assertFails("SELECT many(1, 2, 3, 4.5)", "42883", "many");
  }

  @Test
  void failuresNameTheFunctionAndKeepTheCause() throws SQLException {
    pydb.registerFunction(
        ScalarFunction.named("parse_it")
            .taking(String.class)
            .returning(Integer.class, Integer::valueOf));
    assertThatThrownBy(() -> rows("SELECT parse_it(title) FROM pages"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("function parse_it(String) failed")
        .hasRootCauseInstanceOf(NumberFormatException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("38000");
    pydb.registerFunction(
        ScalarFunction.named("latest").taking().returning(LocalDate.class, () -> LocalDate.MAX));
    assertFails("SELECT latest()", "22008", "out of range");
    pydb.registerFunction(
        ScalarFunction.named("nul").taking().returning(String.class, () -> "a\0b"));
    assertFails("SELECT nul()", "22021", "0x00");
  }

  @Test
  void whatTheyGiveIsCheckedWhereItIsStored() throws SQLException {
    run("CREATE TABLE narrow (v varchar(3), n smallint, r text NOT NULL DEFAULT 'r')");
    pydb.registerFunction(
        ScalarFunction.named("wide").taking().returning(String.class, () -> "abcd"));
    pydb.registerFunction(
        ScalarFunction.named("large").taking().returning(Long.class, () -> 100_000L));
    pydb.registerFunction(
        ScalarFunction.named("nothing").taking().returning(String.class, () -> null));
    assertFails("INSERT INTO narrow (v) VALUES (wide())", "22001", "");
    assertFails("INSERT INTO narrow (n) VALUES (large())", "22003", "");
    assertFails("INSERT INTO narrow (r) VALUES (nothing())", "23502", "");
    assertThat(rows("SELECT count(*) FROM narrow")).containsExactly("0");
  }

  @Test
  void definitionsRefuseThem() throws SQLException {
    pydb.registerFunction(slugify());
    assertFails("CREATE TABLE a (x text CHECK (slugify(x) <> ''))", "0A000", "slugify(String)");
    assertFails(
        "CREATE TABLE a (x text, y text GENERATED ALWAYS AS (slugify(x)) STORED)",
        "0A000",
        "slugify(String)");
    assertFails("CREATE TABLE a (x text DEFAULT slugify('A'))", "0A000", "slugify(String)");
    assertFails("ALTER TABLE pages ADD CHECK (slugify(title) <> 'x')", "0A000", "slugify(String)");
    assertFails("CREATE FUNCTION f() RETURNS int AS 'x'", "0A000", "registerFunction");
    assertThatThrownBy(
            () ->
                pydb.registerFunction(
                    ScalarFunction.named("LOWER").taking().returning(String.class, () -> "")))
        .hasMessageContaining("SQL's own")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42723");
    assertThatThrownBy(
            () -> ScalarFunction.named("f").taking(Object.class).returning(String.class, x -> "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LocalDate");
  }

  @Test
  void viewsCallThemAsLongAsTheyAreThere(@TempDir Path directory) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("pages");
    try (Connection own = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      own.unwrap(PydbConnection.class).registerFunction(slugify());
      statement.execute("CREATE VIEW paths AS SELECT slugify('A B') AS path");
      try (ResultSet row = statement.executeQuery("SELECT path FROM paths")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("a-b");
      }
    }
    try (Connection later = DriverManager.getConnection(url);
        Statement statement = later.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT path FROM paths"))
          .hasMessageContaining("slugify")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42883");
      later.unwrap(PydbConnection.class).registerFunction(slugify());
      try (ResultSet row = statement.executeQuery("SELECT path FROM paths")) {
        assertThat(row.next()).isTrue();
      }
    }
  }

  @Test
  void aggregatesCollectGroups() throws SQLException {
    pydb.registerFunction(
        AggregateFunction.named("median")
            .taking(Double.class)
            .returning(
                Double.class,
                ArrayList<Double>::new,
                ArrayList::add,
                (a, b) -> {
                  a.addAll(b);
                  return a;
                },
                all -> all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow()));
    pydb.registerFunction(
        AggregateFunction.named("together")
            .taking(String.class)
            .returning(String.class, Collectors.joining("+")));
    run("CREATE TABLE points (kind text, x integer)");
    run("INSERT INTO points SELECT 'k' || i % 2, i FROM generate_series(1, 9) AS s (i)");
    run("INSERT INTO points VALUES ('none', NULL)");
    assertThat(
            rows(
                "SELECT kind || ' ' || median(x) FROM points WHERE x > 0 GROUP BY kind ORDER BY 1"))
        .containsExactly("k0 6", "k1 5");
    assertThat(rows("SELECT median(x) FROM points WHERE kind = 'none'"))
        .containsExactly((String) null);
    assertThat(rows("SELECT together(DISTINCT kind) FROM points WHERE kind = 'k1'"))
        .containsExactly("k1");
    assertThat(rows("SELECT median(x) FILTER (WHERE kind = 'k0') FROM points"))
        .containsExactly("6");
    assertThat(rows("SELECT kind FROM points GROUP BY kind HAVING median(x) > 5.5"))
        .containsExactly("k0");
    assertThat(rows("SELECT kind FROM points GROUP BY kind ORDER BY median(x) LIMIT 1"))
        .containsExactly("k1");
    assertFails("SELECT median(x) OVER () FROM points", "0A000", "MEDIAN");
  }

  @Test
  void severalThreadsCallThem() throws SQLException {
    run("CREATE TABLE many (x integer)");
    run("INSERT INTO many SELECT i FROM generate_series(1, 200000) AS s (i)");
    run("SET parallel_rows_min = 1");
    int[] unguarded = {0};
    pydb.registerFunction(
        ScalarFunction.named("guarded")
            .oneAtATime()
            .taking(Integer.class)
            .returning(
                Integer.class,
                x -> {
                  unguarded[0]++;
                  return x;
                }));
    assertThat(rows("SELECT sum(guarded(x)) FROM many")).containsExactly("20000100000");
    assertThat(unguarded[0]).isEqualTo(200_000);
    assertThat(rows("SELECT count(*) FROM many WHERE guarded(x) % 2 = 0"))
        .containsExactly("100000");
    assertThat(unguarded[0]).isEqualTo(400_000);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  private static String first(PreparedStatement prepared) throws SQLException {
    try (ResultSet rows = prepared.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private void assertFails(String sql, String state, String words) {
    assertThatThrownBy(
            () -> {
              if (sql.startsWith("SELECT")) {
                rows(sql);
              } else {
                run(sql);
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(words)
        .extracting(e -> ((SQLException) e).getSQLState())
        .as(sql)
        .isEqualTo(state);
  }
}
