package org.pydb.jdbc.storm;

import java.sql.SQLException;

/** The accounts of one writer, in slots, with entries: what scripts of transactions change. */
interface Ledger {

  /** Fills a slot with an account, or changes the account that is there. */
  void put(int slot, long balance, String name, String note) throws SQLException;

  /** Removes the account of a slot, if there is one, with its entries. */
  void remove(int slot) throws SQLException;

  /** Adds an entry to an account, or replaces it; does nothing if there is no such account. */
  void book(int slot, int entry, long amount, String memo) throws SQLException;

  /** Adds to the balances of all accounts in a range of slots. */
  void raise(int firstSlot, int lastSlot, long amount) throws SQLException;

  /** Removes all accounts in a range of slots, with their entries. */
  void clear(int firstSlot, int lastSlot) throws SQLException;

  /** Drops the writer's own table, and makes it again with rows of this text, and an index. */
  void rebuild(int rows, String text) throws SQLException;

  /** Counts one in a row that all writers share. */
  void count() throws SQLException;
}
