package org.pydb.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.PostgresServer;

/**
 * The functions that {@code pg_proc} lists: each is called with what it is said to take, and gives
 * what it is said to give.
 *
 * <p>With {@code -Drewrite} and a PostgreSQL, as the profile {@code fuzz} brings one, the list is
 * written: of PostgreSQL's functions those that can be called here, with the types they give here.
 */
class BuiltInFunctionsTest {
  private static final Path LIST =
      Path.of("../calcite-adapter/src/main/resources/org/pydb/calcite/system/functions.txt");

  /** What is called with arguments of any type, and gives one that depends on them. */
  private static final Set<String> NOT_FIXED = Set.of("any", "anyelement", "record");

  private static final int CALLS_A_STATEMENT = 40;

  /** In the order of the columns of the queries below. */
  private record Listed(long oid, String kind, String name, String result, List<String> arguments) {

    static Listed of(ResultSet row) throws SQLException {
      String arguments = row.getString(5);
      return new Listed(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          arguments == null ? List.of() : List.of(arguments.split(" ", -1)));
    }

    String line() {
      return (oid + " " + kind + " " + name + " " + result + " " + String.join(" ", arguments))
          .strip();
    }

    boolean hasFixedResult() {
      return !NOT_FIXED.contains(result) && !result.startsWith("any");
    }

    private static String value(String type) {
      String known =
          switch (type) {
            case "any", "anyelement", "anynonarray", "anycompatible" -> "int4";
            case "anyarray", "anycompatiblearray" -> "int4[]";
            case "char" -> "\"char\"";
            default -> type.startsWith("_") ? type.substring(1) + "[]" : type;
          };
      return "cast(null as " + known + ")";
    }

    /** The call as it stands in a select list; or after it, if it gives rows. */
    String call() {
      List<String> values = new ArrayList<>(arguments.stream().map(Listed::value).toList());
      if (kind.equals("o")) {
        String ordered = values.remove(values.size() - 1);
        return name + "(" + String.join(", ", values) + ") within group (order by " + ordered + ")";
      }
      String call = name + "(" + (isCount() ? "*" : String.join(", ", values)) + ")";
      return kind.equals("w") ? call + " over (order by 1)" : call;
    }

    private boolean isCount() {
      return kind.equals("a") && arguments.isEmpty();
    }
  }

  @Test
  void takeAndGiveWhatIsListed() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      if (System.getProperty("rewrite") != null) {
        Files.write(LIST, callable(connection));
        return;
      }
      List<Listed> all = listed(connection);
      assertThat(all).hasSizeGreaterThan(400);
      List<Listed> values = all.stream().filter(listed -> !"s".equals(listed.kind)).toList();
      for (int i = 0; i < values.size(); i += CALLS_A_STATEMENT) {
        List<Listed> some = values.subList(i, Math.min(values.size(), i + CALLS_A_STATEMENT));
        String calls = String.join(", ", some.stream().map(Listed::call).toList());
        // Aggregates look at no column.
        assertResults(connection, "select " + calls, some);
      }
      for (Listed rows : all) {
        if ("s".equals(rows.kind)) {
          assertResults(connection, "select * from " + rows.call(), List.of(rows));
        }
      }
    }
  }

  private static List<Listed> listed(Connection connection) throws SQLException {
    return query(
        connection,
        "select p.oid, case when proretset then 's'"
            + " when proname in ('mode', 'percentile_cont', 'percentile_disc') then 'o'"
            + " else prokind end, proname, r.typname, string_agg(t.typname, ' ' order by n)"
            + " from pg_proc p join pg_type r on r.oid = prorettype"
            + " left join unnest(proargtypes) with ordinality a (type, n) on true"
            + " left join pg_type t on t.oid = a.type"
            + " group by p.oid, proretset, proname, prokind, r.typname order by proname, p.oid");
  }

  private static List<Listed> query(Connection connection, String sql) throws SQLException {
    List<Listed> listed = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        listed.add(Listed.of(rows));
      }
    }
    return listed;
  }

  private static void assertResults(Connection connection, String sql, List<Listed> some)
      throws SQLException {
    List<String> results = results(connection, sql);
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i).hasFixedResult()) {
        assertThat(results.get(i)).as(some.get(i).line()).isEqualTo(some.get(i).result);
      }
    }
  }

  private static List<String> results(Connection connection, String sql) throws SQLException {
    List<String> results = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 1; i <= statement.getMetaData().getColumnCount(); i++) {
        results.add(statement.getMetaData().getColumnTypeName(i));
      }
    }
    return results;
  }

  /** PostgreSQL's functions, as far as they can be called here. */
  private static List<String> callable(Connection connection) throws Exception {
    List<String> lines = new ArrayList<>();
    Set<String> types =
        Set.copyOf(
            query(
                    connection,
                    "select oid, '', '', typname, null from pg_type where typname <> 'record'")
                .stream()
                .map(Listed::result)
                .toList());
    try (PostgresServer server = PostgresServer.start();
        Connection postgres = DriverManager.getConnection(server.url("postgres"))) {
      for (Listed one :
          query(
              postgres,
              "select p.oid, case when aggkind = 'o' then 'o' when proretset then 's'"
                  + " else prokind::text end, proname, r.typname,"
                  + " (select string_agg(typname, ' ' order by n) from unnest(proargtypes::oid[])"
                  + " with ordinality a (type, n) join pg_type t on t.oid = a.type)"
                  + " from pg_proc p join pg_type r on r.oid = prorettype"
                  + " left join pg_aggregate on aggfnoid = p.oid"
                  + " where pronamespace = 'pg_catalog'::regnamespace order by proname, p.oid")) {
        if (types.containsAll(one.arguments)) {
          try {
            String from = one.kind.equals("s") ? "* from " : "";
            String result = results(connection, "select " + from + one.call()).get(0);
            lines.add(
                new Listed(
                        one.oid,
                        one.kind,
                        one.name,
                        one.hasFixedResult() ? result : one.result,
                        one.arguments)
                    .line());
          } catch (SQLException e) {
            // It is not there, or not so.
          }
        }
      }
    }
    return lines;
  }
}
