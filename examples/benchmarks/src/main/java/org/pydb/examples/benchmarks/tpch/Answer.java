package org.pydb.examples.benchmarks.tpch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The rows that a database answered a query with, to be compared with another's.
 *
 * <p>Two numbers of the same scale must be equal. Averages and quotients come in the scale that
 * each database thinks fit: there the digits that both have must agree, but for the last one, which
 * some round and some cut off. Doubles must agree in nine digits.
 *
 * @param rows text, numbers and dates in rows
 */
public record Answer(List<List<Object>> rows) {
  private static final BigDecimal DOUBLE_TOLERANCE = new BigDecimal("1e-9");

  /** Cancels what takes too long. */
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Asks a query.
   *
   * @throws SQLException also if there is no answer within the limit
   */
  public static Answer ask(Connection connection, String sql, long limitMillis)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Future<?> end =
          WATCH.schedule(
              () -> {
                statement.cancel();
                return null;
              },
              limitMillis,
              TimeUnit.MILLISECONDS);
      try {
        return read(statement, sql);
      } finally {
        end.cancel(false);
      }
    }
  }

  private static Answer read(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>(width);
        for (int i = 1; i <= width; i++) {
          row.add(value(result.getObject(i)));
        }
        rows.add(row);
      }
      return new Answer(rows);
    }
  }

  private static Object value(Object value) {
    if (value == null) {
      return "(null)";
    }
    if (value instanceof Number && !(value instanceof Double)) {
      return new BigDecimal(value.toString());
    }
    return value instanceof Double ? value : value.toString();
  }

  /**
   * Compares.
   *
   * @param orderColumns the columns by which the rows are ordered, from 0
   * @return the first difference, or nothing
   */
  public Optional<String> difference(Answer other, List<Integer> orderColumns) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(rows.size() + " rows instead of " + other.rows.size());
    }
    for (int i = 0; i < rows.size(); i++) {
      for (int column : orderColumns) {
        if (!isEqual(rows.get(i).get(column), other.rows.get(i).get(column))) {
          return Optional.of("order: " + message(i, rows.get(i), other.rows.get(i)));
        }
      }
    }
    return differenceOfSets(sorted(rows), sorted(other.rows));
  }

  private static Optional<String> differenceOfSets(
      List<List<Object>> ours, List<List<Object>> theirs) {
    for (int i = 0; i < ours.size(); i++) {
      for (int column = 0; column < ours.get(i).size(); column++) {
        if (!isEqual(ours.get(i).get(column), theirs.get(i).get(column))) {
          return Optional.of(message(i, ours.get(i), theirs.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private static String message(int row, List<Object> ours, List<Object> theirs) {
    return "row " + row + ": " + ours + " instead of " + theirs;
  }

  /** Rows that are equal at all are next to each other in both answers, whatever their scales. */
  private static List<List<Object>> sorted(List<List<Object>> rows) {
    return rows.stream().sorted(Comparator.comparing(Answer::sortKey)).toList();
  }

  private static String sortKey(List<Object> row) {
    StringBuilder key = new StringBuilder();
    for (Object value : row) {
      key.append(value instanceof String ? value : rounded(value)).append('|');
    }
    return key.toString();
  }

  private static Object rounded(Object number) {
    return new BigDecimal(number.toString()).setScale(2, RoundingMode.HALF_EVEN);
  }

  private static boolean isEqual(Object ours, Object theirs) {
    if (ours instanceof String || theirs instanceof String) {
      return ours.equals(theirs);
    }
    BigDecimal our = new BigDecimal(ours.toString());
    BigDecimal their = new BigDecimal(theirs.toString());
    BigDecimal difference = our.subtract(their).abs();
    if (ours instanceof Double || theirs instanceof Double) {
      return difference.compareTo(their.abs().multiply(DOUBLE_TOLERANCE)) <= 0;
    }
    if (our.scale() == their.scale()) {
      return difference.signum() == 0;
    }
    BigDecimal lastDigit = BigDecimal.ONE.movePointLeft(Math.min(our.scale(), their.scale()));
    return difference.compareTo(lastDigit) < 0;
  }
}
