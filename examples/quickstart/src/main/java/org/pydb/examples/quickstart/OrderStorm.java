package org.pydb.examples.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program that is killed: takes orders as fast as it can, over four connections, until somebody
 * ends it. Each time that a commit has returned, it prints the number of the invoice.
 */
final class OrderStorm {
  static final int CONNECTIONS = 4;
  static final int FIRST_INVOICE = 2_000;

  private OrderStorm() {}

  /** Takes the URL of the shop. */
  public static void main(String[] arguments) {
    String url = arguments[0];
    AtomicInteger nextInvoice = new AtomicInteger(FIRST_INVOICE);
    for (int i = 0; i < CONNECTIONS; i++) {
      new Thread(() -> takeOrders(url, nextInvoice)).start();
    }
  }

  private static void takeOrders(String url, AtomicInteger nextInvoice) {
    Random random = new Random();
    try (Connection shop = DriverManager.getConnection(url)) {
      Orders orders = new Orders(shop);
      while (true) {
        int invoice = nextInvoice.getAndIncrement();
        int customer = random.nextInt(1, 60);
        int[] tracks = random.ints(random.nextInt(1, 9), 1, 3_504).toArray();
        orders.place(invoice, customer, tracks);
        System.out.println(invoice);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
