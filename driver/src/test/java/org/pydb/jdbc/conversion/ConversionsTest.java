package org.pydb.jdbc.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.PostgresServer;

/**
 * All values of all types, with all getters and all that can be bound for them: what works with
 * pgJDBC and with H2 works here. {@code conversions.txt} has what works with both, and what the
 * three give: {@code what | pgJDBC | H2 | pydb}. With {@code -Drewrite} and a PostgreSQL, as the
 * profile {@code fuzz} brings one, it is written.
 */
class ConversionsTest {
  private static final Path FILE =
      Path.of("src/test/resources/org/pydb/jdbc/conversion/conversions.txt");

  private static final String REFUSED = "!";
  private static final String SEPARATOR = " | ";

  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void useOneZone() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void useOwnZone() {
    TimeZone.setDefault(zone);
  }

  @Test
  void whatWorksWithOthersWorks() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      if (System.getProperty("rewrite") != null) {
        rewrite(connection);
        return;
      }
      List<String> expected = Files.readAllLines(FILE, StandardCharsets.UTF_8);
      Map<String, String> own = results(connection, "bytea", Set.copyOf(names(expected)));
      List<String> actual = new ArrayList<>();
      for (String line : expected) {
        int end = line.lastIndexOf(SEPARATOR);
        actual.add(line.substring(0, end) + SEPARATOR + own.get(name(line)));
      }
      assertThat(actual).isEqualTo(expected);
      assertThat(actual).filteredOn(ConversionsTest::isWorse).isEmpty();
    }
  }

  /**
   * Whether it is refused, though others do it and agree on what it means. There is no XML: a text
   * that is had as such says nothing.
   */
  private static boolean isWorse(String line) {
    String[] cells = line.split(" \\| ", -1);
    return cells[3].startsWith(REFUSED) && cells[1].equals(cells[2]) && !line.contains("SQLXML");
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf(SEPARATOR));
  }

  private static List<String> names(List<String> lines) {
    return lines.stream().map(ConversionsTest::name).toList();
  }

  private static void rewrite(Connection connection) throws Exception {
    Map<String, String> own = results(connection, "bytea", null);
    Map<String, String> ofH2;
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
      ofH2 = results(h2, "varbinary(99)", null);
    }
    Map<String, String> ofPostgres;
    try (PostgresServer server = PostgresServer.start();
        Connection postgres = DriverManager.getConnection(server.url("postgres"))) {
      ofPostgres = results(postgres, "bytea", null);
    }
    List<String> lines = new ArrayList<>();
    own.forEach(
        (name, result) -> {
          String one = ofPostgres.getOrDefault(name, REFUSED);
          String other = ofH2.getOrDefault(name, REFUSED);
          if (!one.startsWith(REFUSED) && !other.startsWith(REFUSED)) {
            lines.add(String.join(SEPARATOR, name, one, other, result));
          }
        });
    Files.write(FILE, lines);
  }

  /** What everything gives, or those with some names. */
  private static Map<String, String> results(
      Connection connection, String bytea, @Nullable Set<String> names) throws SQLException {
    Map<String, String> results = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table result (c integer)");
      for (String type : Samples.VALUES.keySet()) {
        read(connection, type.equals("bytea") ? bytea : type, type, names, results);
      }
      for (String type : Samples.TARGETS.keySet()) {
        bind(connection, type.equals("bytea") ? bytea : type, type, names, results);
      }
    }
    return results;
  }

  private static void read(
      Connection connection,
      String type,
      String typeName,
      @Nullable Set<String> names,
      Map<String, String> results)
      throws SQLException {
    for (String value : Samples.VALUES.getOrDefault(typeName, List.of())) {
      String sql = "select cast(" + literal(value, type) + " as " + type + ")";
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        Samples.GETTERS.forEach(
            (getter, how) -> {
              String name = typeName + " " + value + ", " + getter;
              if (names == null || names.contains(name)) {
                results.put(name, read(rows, how));
              }
            });
      }
    }
  }

  /** PostgreSQL takes {@code X'…'} for bits. */
  private static String literal(String value, String type) {
    return type.equals("bytea") ? value.replace("X'", "'\\x") : value;
  }

  private static String read(ResultSet rows, Samples.Getter how) {
    try {
      return shown(how.from(rows));
    } catch (Exception e) {
      return refusal(e);
    }
  }

  private static void bind(
      Connection connection,
      String type,
      String typeName,
      @Nullable Set<String> names,
      Map<String, String> results)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table result");
      statement.execute("create table result (c " + type + ")");
    }
    List<@Nullable JDBCType> targets = new ArrayList<>();
    targets.add(null);
    targets.addAll(Samples.TARGETS.getOrDefault(typeName, List.of()));
    Samples.OBJECTS.forEach(
        (object, value) -> {
          for (JDBCType target : targets) {
            String name = object + " for " + typeName + (target == null ? "" : " as " + target);
            if (names == null || names.contains(name)) {
              results.put(name, bound(connection, value, target));
            }
          }
        });
  }

  private static String bound(
      Connection connection, @Nullable Object value, @Nullable JDBCType target) {
    try (PreparedStatement insert = connection.prepareStatement("insert into result values (?)");
        Statement statement = connection.createStatement()) {
      statement.execute("delete from result");
      if (target == null) {
        insert.setObject(1, value);
      } else {
        insert.setObject(1, value, target.getVendorTypeNumber());
      }
      insert.executeUpdate();
      try (ResultSet rows = statement.executeQuery("select c from result")) {
        rows.next();
        return shown(rows.getString(1));
      }
    } catch (Exception e) {
      return refusal(e);
    }
  }

  private static String refusal(Exception e) {
    return REFUSED + (e instanceof SQLException sql ? sql.getSQLState() : e.getClass().getName());
  }

  private static String shown(@Nullable Object value) throws SQLException, IOException {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof InputStream stream) {
      return shown(stream.readAllBytes());
    }
    if (value instanceof Reader reader) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
    if (value instanceof Blob blob) {
      return shown(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Clob clob) {
      return clob.getSubString(1, (int) clob.length());
    }
    if (value instanceof Array array) {
      return Arrays.toString((Object[]) array.getArray());
    }
    if (value instanceof SQLXML xml) {
      return String.valueOf(xml.getString());
    }
    return String.valueOf(value);
  }
}
