package org.pydb.examples.hibernate;

import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A bank that moves money. Hibernate finds pydb's dialect in the driver by itself, and makes the
 * tables.
 */
public final class Bank {
  private final SessionFactory sessions;

  Bank(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Takes no arguments; the bank goes to {@code target/hibernate/bank.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "hibernate", "bank");
    Files.createDirectories(file.getParent());
    try (SessionFactory sessions =
        configuration(file).setProperty("hibernate.hbm2ddl.auto", "create").buildSessionFactory()) {
      Bank bank = new Bank(sessions);
      bank.open("1", "100.00");
      bank.open("2", "0.00");
      bank.move("1", "2", new BigDecimal("30.50"));
      for (Account account : bank.page(0, 10)) {
        System.out.println("account " + account.number() + ": " + account.balance());
      }
    }
  }

  /** The bank's entities in a database in a file. */
  static Configuration configuration(Path file) {
    return new Configuration()
        .addAnnotatedClass(Account.class)
        .addAnnotatedClass(Booking.class)
        .setProperty("hibernate.connection.url", "jdbc:pydb:" + file)
        .setProperty("hibernate.jdbc.batch_size", "50");
  }

  void open(String number, String balance) {
    sessions.inTransaction(
        session -> {
          Account account = new Account(number);
          account.book(new BigDecimal(balance), "opening");
          session.persist(account);
        });
  }

  /** All of it or nothing: both accounts are locked meanwhile, always in the same order. */
  void move(String from, String to, BigDecimal amount) {
    sessions.inTransaction(
        session -> {
          List<Account> both =
              session
                  .createQuery(
                      "from Account where number in (:from, :to) order by number", Account.class)
                  .setParameter("from", from)
                  .setParameter("to", to)
                  .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                  .list();
          for (Account account : both) {
            boolean gives = account.number().equals(from);
            account.book(gives ? amount.negate() : amount, gives ? "to " + to : "from " + from);
          }
        });
  }

  /** Some of the accounts, in the order of their numbers. */
  List<Account> page(int page, int size) {
    return sessions.fromTransaction(
        session ->
            session
                .createQuery("from Account order by number", Account.class)
                .setFirstResult(page * size)
                .setMaxResults(size)
                .list());
  }

  static Account find(Session session, String number) {
    return session.bySimpleNaturalId(Account.class).load(number);
  }
}
