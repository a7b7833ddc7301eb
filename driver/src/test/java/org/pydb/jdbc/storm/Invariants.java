package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import org.pydb.jdbc.testkit.Sql;

/**
 * Transactions that are each right alone, and what must then hold for all of them together:
 *
 * <ul>
 *   <li>money is only moved, and no account is overdrawn;
 *   <li>numbers are given out once, without gaps, and none that was acknowledged is lost;
 *   <li>children have parents, whatever comes and goes.
 * </ul>
 *
 * <p>They read, decide and write. At SERIALIZABLE that is right as it stands; at READ COMMITTED
 * they lock what they read. Used by one thread.
 */
final class Invariants {
  private static final int ACCOUNTS = 20;
  private static final int BALANCE = 100;
  private static final int PARENTS = 30;

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
  private static final Set<String> REFUSALS = Set.of("23503", "23505");

  private final Connection connection;
  private final Random random;
  private final PreparedStatement balance;
  private final PreparedStatement setBalance;
  private final PreparedStatement counter;
  private final PreparedStatement setCounter;
  private final PreparedStatement addNumber;

  /** Transactions over a connection, whose level says whether they lock what they read. */
  Invariants(Connection connection, Random random) throws SQLException {
    this.connection = connection;
    this.random = random;
    connection.setAutoCommit(false);
    boolean isSerializable =
        connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE;
    String lock = isSerializable ? "" : " for update";
    balance = connection.prepareStatement("select balance from account where id = ?" + lock);
    setBalance = connection.prepareStatement("update account set balance = ? where id = ?");
    counter = connection.prepareStatement("select n from counter" + lock);
    setCounter = connection.prepareStatement("update counter set n = ?");
    addNumber = connection.prepareStatement("insert into number values (?)");
  }

  static void create(Connection connection) throws SQLException {
    Sql.run(connection, "create table account (id int primary key, balance int not null)");
    Sql.run(connection, "create table counter (n bigint not null)");
    Sql.run(connection, "create table number (n bigint primary key)");
    Sql.run(connection, "create table parent (id int primary key)");
    Sql.run(connection, "create table child (id int primary key, p int references parent)");
    Sql.run(
        connection,
        "create table pet (id int primary key, p int references parent on delete cascade)");
    Sql.run(connection, "insert into counter values (0)");
    for (int id = 0; id < ACCOUNTS; id++) {
      Sql.run(connection, "insert into account values (" + id + ", " + BALANCE + ")");
    }
  }

  /** Runs one transaction, as often as it takes; gives the number that it took, or 0. */
  long run() throws SQLException {
    int which = random.nextInt(4);
    while (true) {
      try {
        long number =
            switch (which) {
              case 0, 1 -> transfer();
              case 2 -> takeNumber();
              default -> changeFamily();
            };
        if (random.nextInt(10) == 0) {
          connection.rollback();
          return 0;
        }
        connection.commit();
        return number;
      } catch (SQLException e) {
        connection.rollback();
        if (REFUSALS.contains(e.getSQLState()) && which == 3) {
          return 0;
        }
        if (!CONFLICTS.contains(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private long transfer() throws SQLException {
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    int amount = 1 + random.nextInt(BALANCE);
    long there = number(balance, from);
    long other = number(balance, to);
    if (there >= amount) {
      set(setBalance, there - amount, from);
      set(setBalance, other + amount, to);
    }
    return 0;
  }

  private long takeNumber() throws SQLException {
    long number;
    try (ResultSet row = counter.executeQuery()) {
      row.next();
      number = row.getLong(1) + 1;
    }
    setCounter.setLong(1, number);
    setCounter.executeUpdate();
    addNumber.setLong(1, number);
    addNumber.executeUpdate();
    return number;
  }

  private long changeFamily() throws SQLException {
    int parent = random.nextInt(PARENTS);
    switch (random.nextInt(5)) {
      case 0 -> Sql.run(connection, "delete from parent where id = " + parent);
      case 1 -> Sql.run(connection, "insert into parent values (" + parent + ")");
      case 2 -> {
        Sql.run(connection, "delete from child where p = " + parent);
        Sql.run(connection, "delete from parent where id = " + parent);
      }
      default -> {
        String values = " values (" + random.nextInt(1000) + ", " + parent + ")";
        Sql.run(connection, "insert into " + (random.nextBoolean() ? "child" : "pet") + values);
      }
    }
    return 0;
  }

  private static long number(PreparedStatement query, int id) throws SQLException {
    query.setInt(1, id);
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void set(PreparedStatement update, long value, int id) throws SQLException {
    update.setLong(1, value);
    update.setInt(2, id);
    update.executeUpdate();
  }

  /** Checks all that must hold; the numbers were acknowledged. */
  static void check(Connection connection, Set<Long> numbers) throws SQLException {
    assertThat(Sql.number(connection, "select sum(balance) from account"))
        .as("money in all accounts")
        .isEqualTo(ACCOUNTS * BALANCE);
    assertThat(Sql.number(connection, "select count(*) from account where balance < 0")).isZero();
    long last = Sql.number(connection, "select n from counter");
    assertThat(Sql.number(connection, "select count(*) from number")).isEqualTo(last);
    assertThat(Sql.number(connection, "select coalesce(max(n), 0) from number")).isEqualTo(last);
    assertThat(numbers).as("numbers that were acknowledged").allMatch(number -> number <= last);
    for (String table : new String[] {"child", "pet"}) {
      assertThat(
              Sql.number(
                  connection,
                  ("select count(*) from " + table + " c where not exists")
                      + " (select 1 from parent where id = c.p)"))
          .as(table + " without parent")
          .isZero();
    }
    assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
  }
}
