package org.pydb.jdbc.corpus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a new database what a file of the corpus asks, as any program would. */
final class CorpusClient implements AutoCloseable {
  private static final int SECONDS_MAX = 60;
  private static final int SHOWN_MAX = 20;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");

  private final Connection connection;
  private final Statement statement;
  private final MessageDigest md5;

  CorpusClient() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    statement = connection.createStatement();
    statement.setQueryTimeout(SECONDS_MAX);
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  /** Why the record fails; null if it passes. */
  @Nullable String failureOf(CorpusRecord record) {
    boolean wantsError = record.kind() == CorpusRecord.Kind.STATEMENT_ERROR;
    try {
      if (record.kind() == CorpusRecord.Kind.QUERY) {
        return difference(record, values(record));
      }
      statement.execute(record.sql());
      return wantsError ? "no error" : null;
    } catch (SQLException e) {
      return wantsError && isTheirs(e) ? null : e.getSQLState() + " " + e.getMessage();
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
  }

  /** Whether an error is about the statement, not about us. */
  private static boolean isTheirs(SQLException e) {
    return e.getSQLState() != null && !e.getSQLState().startsWith("XX");
  }

  private List<String> values(CorpusRecord record) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet results = statement.executeQuery(record.sql())) {
      int columns = results.getMetaData().getColumnCount();
      if (columns != record.types().length()) {
        throw new SQLException(columns + " columns, not " + record.types().length(), "XX000");
      }
      while (results.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
          row.add(text(results, i + 1, record.types().charAt(i)));
        }
        rows.add(row);
      }
    }
    if (record.order() == CorpusRecord.Order.ROWSORT) {
      rows.sort(CorpusClient::compare);
    }
    List<String> values = new ArrayList<>();
    rows.forEach(values::addAll);
    if (record.order() == CorpusRecord.Order.VALUESORT) {
      Collections.sort(values);
    }
    return values;
  }

  private static int compare(List<String> left, List<String> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * A value as the corpus writes it. Where it wants a whole number it takes what a text begins
   * with, as SQLite does.
   */
  private static String text(ResultSet results, int column, char type) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return "NULL";
    }
    if (type == 'I' && value instanceof Number number) {
      return Long.toString(number.longValue());
    }
    if (type == 'I' && value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (type == 'R') {
      return String.format(Locale.ROOT, "%.3f", results.getDouble(column));
    }
    String text = results.getString(column);
    if (type == 'I') {
      Matcher number = WHOLE_NUMBER.matcher(text);
      return number.lookingAt() ? number.group() : "0";
    }
    if (text.isEmpty()) {
      return "(empty)";
    }
    StringBuilder printable = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        printable.setCharAt(i, '@');
      }
    }
    return printable.toString();
  }

  private @Nullable String difference(CorpusRecord record, List<String> values) {
    List<String> answer = record.answer();
    if (answer.equals(values)) {
      return null;
    }
    if (answer.size() == 1 && answer.get(0).contains(" values hashing to ")) {
      String found = values.size() + " values hashing to " + hash(values);
      if (found.equals(answer.get(0))) {
        return null;
      }
      return "wrong answer: " + found + ", not " + answer.get(0);
    }
    return "wrong answer: " + shown(values) + ", not " + shown(answer);
  }

  private String hash(List<String> values) {
    md5.reset();
    for (String value : values) {
      md5.update((value + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(md5.digest());
  }

  private static String shown(List<String> values) {
    return values.size() <= SHOWN_MAX
        ? values.toString()
        : values.subList(0, SHOWN_MAX) + " and " + (values.size() - SHOWN_MAX) + " more";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
