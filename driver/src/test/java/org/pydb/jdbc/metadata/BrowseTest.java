package org.pydb.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The calls that browse, each with the table that it gives: {@code browse.txt}. Those that
 * DBeaver's generic driver makes when it connects and unfolds its tree, with the arguments that it
 * gives: {@code dbeaver.txt}.
 *
 * <p>A line {@code > getColumns null public album %} is a call with its arguments; what follows, up
 * to the next call or blank line, is its answer, without columns that are NULL in all rows. With
 * {@code -Drewrite} answers that differ are written into the file, to be read before they are
 * committed.
 */
class BrowseTest {
  private static final String CALL = "> ";

  @ParameterizedTest
  @ValueSource(strings = {"browse.txt", "dbeaver.txt"})
  void answers(String script) throws Exception {
    String expected = Schema.resource(script);
    String actual;
    try (Connection connection = Schema.open()) {
      actual = replay(expected, connection.getMetaData());
    }
    if (System.getProperty("rewrite") == null) {
      assertThat(actual).as("run with -Drewrite to take the new answers").isEqualTo(expected);
    } else {
      rewrite(script, actual);
    }
  }

  private static void rewrite(String script, String text) throws IOException {
    Files.writeString(Path.of("src/test/resources/org/pydb/jdbc/metadata", script), text);
  }

  private static String replay(String script, DatabaseMetaData metaData) throws Exception {
    StringBuilder out = new StringBuilder();
    boolean inAnswer = false;
    for (String line : script.lines().toList()) {
      inAnswer &= !line.isBlank() && !line.startsWith(CALL);
      if (!inAnswer) {
        out.append(line).append('\n');
      }
      if (line.startsWith(CALL)) {
        out.append(answer(metaData, line.substring(CALL.length())));
        inAnswer = true;
      }
    }
    return out.toString();
  }

  private static String answer(DatabaseMetaData metaData, String call) throws Exception {
    List<String> words = List.of(call.split(" (?=(?:[^']*'[^']*')*[^']*$)"));
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getName().equals(words.get(0)) && method.getParameterCount() == words.size() - 1) {
        Object[] arguments = new Object[words.size() - 1];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = argument(method.getParameterTypes()[i], words.get(i + 1));
        }
        Object answer = method.invoke(metaData, arguments);
        return answer instanceof ResultSet rows ? closed(rows) : answer + "\n";
      }
    }
    throw new IllegalArgumentException("no such call: " + call);
  }

  private static String closed(ResultSet rows) throws SQLException {
    try (rows) {
      return table(rows);
    }
  }

  private static @Nullable Object argument(Class<?> type, String word) {
    if (word.equals("null")) {
      return null;
    }
    String text = word.startsWith("'") ? word.substring(1, word.length() - 1) : word;
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    return type == String[].class ? text.split(",") : text;
  }

  private static String table(ResultSet rows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    boolean[] shown = new boolean[width];
    List<String[]> cells = new ArrayList<>();
    while (rows.next()) {
      String[] row = new String[width];
      for (int i = 0; i < width; i++) {
        row[i] = rows.getString(i + 1);
        shown[i] |= row[i] != null;
      }
      cells.add(row);
    }
    if (cells.isEmpty()) {
      return "(no rows)\n";
    }
    String[] labels = new String[width];
    for (int i = 0; i < width; i++) {
      labels[i] = rows.getMetaData().getColumnLabel(i + 1);
    }
    cells.add(0, labels);
    StringBuilder out = new StringBuilder();
    cells.forEach(row -> out.append(line(row, shown)).append('\n'));
    return out.toString();
  }

  private static String line(@Nullable String[] row, boolean[] shown) {
    StringJoiner line = new StringJoiner(" | ");
    for (int i = 0; i < row.length; i++) {
      if (shown[i]) {
        line.add(row[i] == null ? "-" : row[i]);
      }
    }
    return line.toString();
  }

  @Test
  void answersAreForwardResultSetsOfNoStatement() throws Exception {
    try (Connection connection = Schema.open()) {
      ResultSet rows = connection.getMetaData().getTables(null, null, "artist", null);
      assertThat(rows.getStatement()).isNull();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("table_name")).isEqualTo("artist");
      assertThat(rows.getObject("REMARKS")).isNull();
      assertThat(rows.wasNull()).isTrue();
      rows.close();
      assertThat(rows.isClosed()).isTrue();
    }
  }

  /** Browsing neither begins a transaction nor ends one, and sees what it has defined. */
  @Test
  void transactionSeesItsOwnTables() throws Exception {
    try (Connection connection = Schema.open()) {
      connection.setAutoCommit(false);
      Schema.run(connection, "create table fresh (x integer)");
      assertThat(names(connection, "fresh")).containsExactly("fresh");
      connection.rollback();
      assertThat(names(connection, "fresh")).isEmpty();
    }
  }

  /** Under READ COMMITTED it sees what others have committed since the last statement. */
  @Test
  void transactionSeesTablesOfOthers() throws Exception {
    String url = "jdbc:pydb:mem:browsed";
    try (Connection one = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url)) {
      one.setAutoCommit(false);
      Schema.run(one, "select 1");
      Schema.run(other, "create table fresh (x integer)");
      assertThat(names(one, "fresh")).containsExactly("fresh");
      one.commit();
      one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Schema.run(one, "select 1");
      Schema.run(other, "create table fresher (x integer)");
      assertThat(names(one, "fresh%")).containsExactly("fresh");
      one.rollback();
      Schema.run(other, "shutdown");
    }
  }

  private static List<String> names(Connection connection, String pattern) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = connection.getMetaData().getTables(null, null, pattern, null)) {
      while (rows.next()) {
        names.add(rows.getString(3));
      }
    }
    return names;
  }

  /** Every call that answers with rows fails once the connection is closed. */
  @Test
  void closedConnectionAnswersNothing() throws Exception {
    Connection connection = Schema.open();
    DatabaseMetaData metaData = connection.getMetaData();
    connection.close();
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getReturnType() == ResultSet.class) {
        assertThat(catchThrowable(() -> method.invoke(metaData, ShapeTest.nothing(method))))
            .as(method.getName())
            .rootCause()
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
      }
    }
  }
}
