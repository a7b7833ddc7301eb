package org.pydb.examples.quickstart;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Copies the Chinook music shop, table by table, and compares the copy with the original. */
final class ShopCopy {

  /** The tables, each after those that it refers to. */
  private static final List<String> TABLES =
      List.of(
          "artist",
          "album",
          "genre",
          "media_type",
          "track",
          "playlist",
          "playlist_track",
          "employee",
          "customer",
          "invoice",
          "invoice_line");

  /** What must be the same on both sides, besides the rows. */
  private static final List<Sum> SUMS =
      List.of(
          new Sum("invoices", "sum(\"Total\") from \"Invoice\"", "sum(total) from invoice"),
          new Sum(
              "lines of invoices",
              "sum(\"UnitPrice\" * \"Quantity\") from \"InvoiceLine\"",
              "sum(unit_price * quantity) from invoice_line"),
          new Sum(
              "music, ms", "sum(\"Milliseconds\") from \"Track\"", "sum(milliseconds) from track"),
          new Sum(
              "letters of titles",
              "sum(char_length(\"Name\")) from \"Track\"",
              "sum(char_length(name)) from track"));

  /**
   * A number that both sides must agree on.
   *
   * @param name what it is
   * @param original how to ask the original, after {@code select}
   * @param copy how to ask the copy
   */
  private record Sum(String name, String original, String copy) {}

  private static final int BATCH_ROWS = 1_000;

  private final Connection chinook;
  private final Connection shop;
  private final long rows;

  ShopCopy(Connection chinook, Connection shop) throws SQLException {
    this.chinook = chinook;
    this.shop = shop;
    long sum = 0;
    for (String table : TABLES) {
      sum += number(chinook, "select count(*) from " + original(table)).longValue();
    }
    rows = sum;
  }

  /** Opens the original, which is a jar on the class path. */
  static Connection connectToChinook() throws SQLException {
    return DriverManager.getConnection("jdbc:hsqldb:res:chinook", "CHINOOK", "CHINOOK");
  }

  /** Copies all tables, in transactions of at most 1,000 rows. */
  void copyTables(Output output) throws SQLException {
    long start = System.nanoTime();
    shop.setAutoCommit(false);
    long copied = 0;
    for (String table : TABLES) {
      long count = copyTable(table, copied, output);
      output.line("%-16s%,8d rows".formatted(table, count));
      copied += count;
    }
    shop.setAutoCommit(true);
    output.line(
        "%-16s%,8d rows of %d tables in %,d ms"
            .formatted("together", copied, TABLES.size(), Quickstart.millisSince(start)));
  }

  private long copyTable(String table, long before, Output output) throws SQLException {
    try (Statement query = chinook.createStatement();
        ResultSet row = query.executeQuery("select * from " + original(table) + " order by 1")) {
      int columns = row.getMetaData().getColumnCount();
      String values = "?" + ", ?".repeat(columns - 1);
      try (PreparedStatement insert =
          shop.prepareStatement("insert into " + table + " values (" + values + ")")) {
        long count = 0;
        while (row.next()) {
          for (int column = 1; column <= columns; column++) {
            insert.setObject(column, row.getObject(column));
          }
          insert.addBatch();
          if (++count % BATCH_ROWS == 0) {
            insert.executeBatch();
            shop.commit();
          }
          output.progress(before + count, rows);
        }
        insert.executeBatch();
        shop.commit();
        return count;
      }
    }
  }

  /** Counts and sums on both sides. */
  void compare(Output output) throws SQLException {
    BigDecimal copied = BigDecimal.ZERO;
    for (String table : TABLES) {
      copied = copied.add(number(shop, "select count(*) from " + table));
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(compared("rows", BigDecimal.valueOf(rows), copied));
    for (Sum sum : SUMS) {
      lines.add(
          compared(
              sum.name(),
              number(chinook, "select " + sum.original()),
              number(shop, "select " + sum.copy())));
    }
    output.line("");
    output.table(List.of("compared", "Chinook", "copy"), lines);
  }

  private static List<String> compared(String what, BigDecimal original, BigDecimal copy) {
    Quickstart.require(
        original.compareTo(copy) == 0, what + ": " + original + ", but in the copy " + copy);
    return List.of(what, original.toPlainString(), copy.toPlainString());
  }

  /** {@code media_type} is called {@code "MediaType"} there. */
  private static String original(String table) {
    String words = Pattern.compile("(?:^|_)(.)").matcher(table).replaceAll(ShopCopy::capital);
    return '"' + words + '"';
  }

  private static String capital(MatchResult match) {
    return match.group(1).toUpperCase(Locale.ROOT);
  }

  private static BigDecimal number(Connection connection, String sql) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      row.next();
      return row.getBigDecimal(1);
    }
  }
}
