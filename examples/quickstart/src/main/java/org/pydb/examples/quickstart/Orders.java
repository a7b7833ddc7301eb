package org.pydb.examples.quickstart;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Takes orders over one connection. An order is an invoice and a line for each track. */
final class Orders {
  private static final BigDecimal PRICE = new BigDecimal("0.99");

  private final Connection shop;

  /** Takes over a connection, which must stay open. */
  Orders(Connection shop) throws SQLException {
    this.shop = shop;
    shop.setAutoCommit(false);
  }

  /** Commits an order; or, if anything about it is wrong, nothing at all. */
  void place(int invoice, int customer, int... tracks) throws SQLException {
    try {
      insertInvoice(invoice, customer, PRICE.multiply(BigDecimal.valueOf(tracks.length)));
      insertLines(invoice, tracks);
      shop.commit();
    } catch (SQLException e) {
      shop.rollback();
      throw e;
    }
  }

  private void insertInvoice(int invoice, int customer, BigDecimal total) throws SQLException {
    try (PreparedStatement insert =
        shop.prepareStatement(
            "insert into invoice (invoice_id, customer_id, total) values (?, ?, ?)")) {
      insert.setInt(1, invoice);
      insert.setInt(2, customer);
      insert.setBigDecimal(3, total);
      insert.executeUpdate();
    }
  }

  private void insertLines(int invoice, int... tracks) throws SQLException {
    try (PreparedStatement insert =
        shop.prepareStatement("insert into invoice_line values (?, ?, ?, ?, 1)")) {
      for (int line = 0; line < tracks.length; line++) {
        insert.setInt(1, 100 * invoice + line);
        insert.setInt(2, invoice);
        insert.setInt(3, tracks[line]);
        insert.setBigDecimal(4, PRICE);
        insert.executeUpdate();
      }
    }
  }

  /** What an order comes to by its lines, or null if there is no such order. */
  @Nullable BigDecimal total(int invoice) throws SQLException {
    try (PreparedStatement query =
        shop.prepareStatement(
            "select sum(unit_price * quantity) from invoice_line where invoice_id = ?")) {
      query.setInt(1, invoice);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBigDecimal(1);
      }
    }
  }
}
