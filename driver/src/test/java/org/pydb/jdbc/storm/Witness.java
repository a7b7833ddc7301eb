package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hears which commits are acknowledged, and looks whether they are there: all of them, at most one
 * more a writer, and each of them whole.
 */
final class Witness {
  private static final int DIFFERENCES_MAX = 10;

  /** One writer, as far as it is known. */
  private static final class Known {
    final ModelLedger model;
    final StormScript script;

    /** The last transaction that is committed for certain. */
    long number;

    /** The last transaction that the model has gone through. */
    long modelled;

    Known(long seed, int writer) {
      model = new ModelLedger(writer);
      script = new StormScript(seed, writer);
    }

    /** Somebody found the writer here: at what was acknowledged, or at what was under way. */
    void isFoundAt(long found) {
      assertThat(found).as(script + " after " + number).isBetween(number, number + 1);
      number = found;
    }

    void catchUp() throws SQLException {
      while (modelled < number) {
        script.run(++modelled, model);
      }
    }
  }

  private final long seed;
  private final List<Known> writers = new ArrayList<>();
  private long acknowledged;

  Witness(long seed) {
    this.seed = seed;
    for (int writer = 0; writer < StormProcess.WRITERS; writer++) {
      writers.add(new Known(seed, writer));
    }
  }

  /** The seed of the scripts. */
  long seed() {
    return seed;
  }

  /** How many commits were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Hears a line of the process. */
  void hear(String line) {
    List<String> words = Splitter.on(' ').splitToList(line);
    String what = words.get(0);
    assertThat(what).as(line).isIn("from", "committed");
    Known writer = writers.get(Integer.parseInt(words.get(1)));
    long number = Long.parseLong(words.get(2));
    if (what.equals("from")) {
      writer.isFoundAt(number);
    } else {
      assertThat(number).as(line).isEqualTo(writer.number + 1);
      writer.number = number;
      acknowledged++;
    }
  }

  /** Compares the database with what it must hold. */
  void look(Connection connection) throws SQLException {
    if (StormProcess.isNew(connection)) {
      assertThat(writers).allMatch(writer -> writer.number == 0);
      return;
    }
    for (int writer = 0; writer < writers.size(); writer++) {
      Known known = writers.get(writer);
      known.isFoundAt(StormProcess.progress(connection, writer));
      known.catchUp();
    }
    assertThat(differences(modelled(), stored(connection))).isEmpty();
    try (Statement statement = connection.createStatement();
        ResultSet finding = statement.executeQuery("check database")) {
      finding.next();
      assertThat(finding.getString(1)).isEqualTo("ok");
    }
  }

  private Map<String, String> modelled() {
    Map<String, String> rows = new TreeMap<>();
    writers.forEach(writer -> writer.model.addRows(rows));
    long counted = writers.stream().mapToLong(writer -> writer.model.counted()).sum();
    rows.put("shared", String.valueOf(counted));
    return rows;
  }

  private Map<String, String> stored(Connection connection) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    add(connection, "account", 1, "select id, balance, name, note from account", rows);
    add(connection, "entry", 2, "select account_id, number, amount, memo from entry", rows);
    add(connection, "shared", 0, "select n from shared", rows);
    for (Known writer : writers) {
      if (writer.model.hasOwnTable()) {
        String table = SqlLedger.ownTable(writer.script.writer());
        add(connection, table, 1, "select id, memo from " + table, rows);
      }
    }
    return rows;
  }

  /** The first so many columns name the row, the others are its text. */
  private static void add(
      Connection connection, String table, int keys, String query, Map<String, String> rows)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        rows.put(table + join(row, 1, keys), join(row, keys + 1, columns).substring(1));
      }
    }
  }

  private static String join(ResultSet row, int first, int last) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int column = first; column <= last; column++) {
      text.append(' ').append(row.getString(column));
    }
    return text.toString();
  }

  private static List<String> differences(Map<String, String> expected, Map<String, String> found) {
    Map<String, String> names = new TreeMap<>(expected);
    names.putAll(found);
    return names.keySet().stream()
        .filter(name -> !String.valueOf(expected.get(name)).equals(found.get(name)))
        .limit(DIFFERENCES_MAX)
        .map(name -> name + ": " + expected.get(name) + ", but stored " + found.get(name))
        .toList();
  }
}
