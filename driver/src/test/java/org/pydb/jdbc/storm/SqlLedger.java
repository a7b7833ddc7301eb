package org.pydb.jdbc.storm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A ledger in a database, and the transactions of its writer. */
final class SqlLedger implements Ledger {

  /** Accounts of one writer begin here. */
  static final long WRITER_IDS = 1_000_000;

  private static final String CONFLICT = "40001";

  private static final List<String> SCHEMA =
      List.of(
          """
          create table account (
            id      bigint primary key,
            balance bigint not null,
            name    varchar(60) not null unique,
            note    text)
            using ACCOUNT_ENGINE
          """,
          "create index account_balance on account (balance)",
          """
          create table entry (
            account_id bigint references account on delete cascade,
            number     integer,
            amount     bigint not null,
            memo       varchar(40) not null,
            primary key (account_id, number))
            using ENTRY_ENGINE
          """,
          "create index entry_amount on entry (amount)",
          "create index entry_memo on entry (memo)",
          "create table shared (id integer primary key, n bigint not null)",
          "insert into shared values (0, 0)",
          "create table progress (writer integer primary key, number bigint not null)");

  private final Connection connection;
  private final int writer;
  private final PreparedStatement insertAccount;
  private final PreparedStatement updateAccount;
  private final PreparedStatement deleteAccounts;
  private final PreparedStatement insertEntry;
  private final PreparedStatement updateEntry;
  private final PreparedStatement raise;
  private final PreparedStatement count;
  private final PreparedStatement progress;

  SqlLedger(Connection connection, int writer) throws SQLException {
    this.connection = connection;
    this.writer = writer;
    insertAccount =
        connection.prepareStatement(
            "insert into account (balance, name, note, id) values (?, ?, ?, ?)");
    updateAccount =
        connection.prepareStatement(
            "update account set balance = ?, name = ?, note = ? where id = ?");
    deleteAccounts = connection.prepareStatement("delete from account where id between ? and ?");
    insertEntry =
        connection.prepareStatement(
            "insert into entry (amount, memo, account_id, number)"
                + " select ?, ?, id, ? from account where id = ?");
    updateEntry =
        connection.prepareStatement(
            "update entry set amount = ?, memo = ? where number = ? and account_id = ?");
    raise =
        connection.prepareStatement(
            "update account set balance = balance + ? where id between ? and ?");
    count = connection.prepareStatement("update shared set n = n + 1 where id = 0");
    progress = connection.prepareStatement("update progress set number = ? where writer = ?");
  }

  /**
   * Makes all tables in one transaction.
   *
   * @param onOtherEngines whether some of them are not kept in B+trees
   */
  static void createSchema(Connection connection, int writers, boolean onOtherEngines)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(
            sql.replace("ACCOUNT_ENGINE", onOtherEngines ? "lsm" : "btree")
                .replace("ENTRY_ENGINE", onOtherEngines ? "log" : "btree"));
      }
      for (int writer = 0; writer < writers; writer++) {
        statement.execute("insert into progress values (" + writer + ", 0)");
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** The table that the writer drops and makes again. */
  static String ownTable(int writer) {
    return "own_" + writer;
  }

  @Override
  public void put(int slot, long balance, String name, String note) throws SQLException {
    if (put(updateAccount, slot, balance, name, note) == 0) {
      put(insertAccount, slot, balance, name, note);
    }
  }

  private int put(PreparedStatement statement, int slot, long balance, String name, String note)
      throws SQLException {
    statement.setLong(1, balance);
    statement.setString(2, name);
    statement.setString(3, note);
    statement.setLong(4, id(slot));
    return statement.executeUpdate();
  }

  @Override
  public void remove(int slot) throws SQLException {
    clear(slot, slot);
  }

  @Override
  public void book(int slot, int entry, long amount, String memo) throws SQLException {
    if (book(updateEntry, slot, entry, amount, memo) == 0) {
      book(insertEntry, slot, entry, amount, memo);
    }
  }

  private int book(PreparedStatement statement, int slot, int entry, long amount, String memo)
      throws SQLException {
    statement.setLong(1, amount);
    statement.setString(2, memo);
    statement.setInt(3, entry);
    statement.setLong(4, id(slot));
    return statement.executeUpdate();
  }

  @Override
  public void raise(int firstSlot, int lastSlot, long amount) throws SQLException {
    raise.setLong(1, amount);
    raise.setLong(2, id(firstSlot));
    raise.setLong(3, id(lastSlot));
    raise.executeUpdate();
  }

  @Override
  public void clear(int firstSlot, int lastSlot) throws SQLException {
    deleteAccounts.setLong(1, id(firstSlot));
    deleteAccounts.setLong(2, id(lastSlot));
    deleteAccounts.executeUpdate();
  }

  @Override
  public void rebuild(int rows, String text) throws SQLException {
    String table = ownTable(writer);
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists " + table);
      statement.execute(
          "create table "
              + table
              + " (id integer primary key, memo varchar(40) not null) using "
              + (writer % 2 == 0 ? "btree" : "lsm"));
      statement.execute("create index " + table + "_memo on " + table + " (memo)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into " + table + " values (?, ?)")) {
      for (int row = 0; row < rows; row++) {
        insert.setInt(1, row);
        insert.setString(2, text);
        insert.executeUpdate();
      }
    }
  }

  @Override
  public void count() throws SQLException {
    count.executeUpdate();
  }

  /** Writes down, in the same transaction, that it is the one with this number. */
  private void setProgress(long number) throws SQLException {
    progress.setLong(1, number);
    progress.setInt(2, writer);
    if (progress.executeUpdate() != 1) {
      throw new IllegalStateException("no progress of writer " + writer);
    }
  }

  /** Runs a transaction up to its commit; false if another writer has come before it. */
  boolean attempt(StormScript script, long number) throws SQLException {
    return isWithoutConflict(
        () -> {
          script.run(number, this);
          setProgress(number);
        });
  }

  /** False if another writer has come before it. */
  boolean commit() throws SQLException {
    return isWithoutConflict(connection::commit);
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static boolean isWithoutConflict(Step step) throws SQLException {
    try {
      step.run();
      return true;
    } catch (SQLException e) {
      if (CONFLICT.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private long id(int slot) {
    return writer * WRITER_IDS + slot;
  }
}
