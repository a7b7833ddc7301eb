package org.pydb.jdbc.storm;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A ledger in sorted maps; it writes its rows as the {@link Witness} reads them from the database.
 */
final class ModelLedger implements Ledger {
  private final int writer;
  private final NavigableMap<Long, Account> accounts = new TreeMap<>();
  private final NavigableMap<Integer, String> ownRows = new TreeMap<>();
  private boolean hasOwnTable;
  private long counted;

  private static final class Account {
    long balance;
    String name = "";
    String note = "";
    final NavigableMap<Integer, String> entries = new TreeMap<>();
  }

  ModelLedger(int writer) {
    this.writer = writer;
  }

  @Override
  public void put(int slot, long balance, String name, String note) {
    Account account = accounts.computeIfAbsent(id(slot), id -> new Account());
    account.balance = balance;
    account.name = name;
    account.note = note;
  }

  @Override
  public void remove(int slot) {
    accounts.remove(id(slot));
  }

  @Override
  public void book(int slot, int entry, long amount, String memo) {
    Account account = accounts.get(id(slot));
    if (account != null) {
      account.entries.put(entry, amount + " " + memo);
    }
  }

  @Override
  public void raise(int firstSlot, int lastSlot, long amount) {
    range(firstSlot, lastSlot).values().forEach(account -> account.balance += amount);
  }

  @Override
  public void clear(int firstSlot, int lastSlot) {
    range(firstSlot, lastSlot).clear();
  }

  @Override
  public void rebuild(int rows, String text) {
    hasOwnTable = true;
    ownRows.clear();
    for (int row = 0; row < rows; row++) {
      ownRows.put(row, text);
    }
  }

  @Override
  public void count() {
    counted++;
  }

  /** Whether {@link #rebuild} was called. */
  boolean hasOwnTable() {
    return hasOwnTable;
  }

  /** How often {@link #count} was called. */
  long counted() {
    return counted;
  }

  /** Adds each row under its name. */
  void addRows(Map<String, String> rows) {
    accounts.forEach(
        (id, account) -> {
          rows.put("account " + id, account.balance + " " + account.name + " " + account.note);
          account.entries.forEach((number, text) -> rows.put("entry " + id + " " + number, text));
        });
    String table = SqlLedger.ownTable(writer);
    ownRows.forEach((row, text) -> rows.put(table + " " + row, text));
  }

  private NavigableMap<Long, Account> range(int firstSlot, int lastSlot) {
    return accounts.subMap(id(firstSlot), true, id(lastSlot), true);
  }

  private long id(int slot) {
    return writer * SqlLedger.WRITER_IDS + slot;
  }
}
