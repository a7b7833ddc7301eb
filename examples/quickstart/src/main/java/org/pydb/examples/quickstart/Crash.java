package org.pydb.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/**
 * A process that was killed in the middle of a storm of commits.
 *
 * @param pid its number
 * @param acknowledged the invoices of which it had said that they are committed
 */
record Crash(long pid, Set<Integer> acknowledged) {

  /** Starts a process that takes orders, and kills it when it has committed so many. */
  static Crash after(int orders, String url) throws IOException {
    Process storm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OrderStorm.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<Integer> acknowledged = new TreeSet<>();
    try (BufferedReader output = storm.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null) {
        acknowledged.add(Integer.valueOf(line));
        if (acknowledged.size() == orders) {
          storm.toHandle().destroyForcibly();
        }
        line = output.readLine(); // What it had said before it died counts as well.
      }
    }
    Quickstart.require(acknowledged.size() >= orders, "the process ended by itself");
    return new Crash(storm.pid(), acknowledged);
  }

  /** Looks for everything that was acknowledged, for halves of orders, and for damage. */
  void check(Connection shop, Output output) throws SQLException {
    Set<Integer> found = invoices(shop, "invoice_id >= " + OrderStorm.FIRST_INVOICE);
    int underWay = found.size() - acknowledged.size();
    Quickstart.require(found.containsAll(acknowledged), "acknowledged orders are lost");
    Quickstart.require(underWay <= OrderStorm.CONNECTIONS, "there are orders that nobody placed");
    output.line(
        "ok: all %,d of them are there; and %d of the at most %d that were under way"
            .formatted(acknowledged.size(), underWay, OrderStorm.CONNECTIONS));

    Set<Integer> halves =
        invoices(
            shop,
            """
            total <> (
              select coalesce(sum(unit_price * quantity), 0)
              from invoice_line l where l.invoice_id = invoice.invoice_id)\
            """);
    Quickstart.require(halves.isEmpty(), "there are halves of orders: " + halves);
    output.line("ok: no order is half there; each total is that of its lines");

    try (Statement statement = shop.createStatement();
        ResultSet finding = statement.executeQuery("check database")) {
      finding.next();
      Quickstart.require(finding.getString(1).equals("ok"), finding.getString(1));
      output.line("ok: the verifier (check database) finds nothing wrong");
    }
  }

  private static Set<Integer> invoices(Connection shop, String condition) throws SQLException {
    Set<Integer> invoices = new TreeSet<>();
    try (Statement statement = shop.createStatement();
        ResultSet row =
            statement.executeQuery("select invoice_id from invoice where " + condition)) {
      while (row.next()) {
        invoices.add(row.getInt(1));
      }
    }
    return invoices;
  }
}
