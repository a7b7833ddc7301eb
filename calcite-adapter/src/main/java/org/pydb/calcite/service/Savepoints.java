package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.table.Transaction;

/**
 * The savepoints of a session's transaction, by number for JDBC and by name for SQL. A later one of
 * the same name hides an earlier one. Not thread-safe.
 */
final class Savepoints {

  private record Entry(long id, @Nullable String name, Transaction.Savepoint place) {}

  private final SessionTransactions transactions;
  private final List<Entry> entries = new ArrayList<>();
  private long last;

  Savepoints(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  /** Takes one without a name; returns its number. */
  long take() {
    return add(null);
  }

  /** Takes one with a name. */
  void take(String name) {
    add(name);
  }

  private long add(@Nullable String name) {
    entries.add(new Entry(++last, name, transaction().savepoint()));
    return last;
  }

  private Transaction transaction() {
    Transaction now = transactions.current();
    if (now == null) {
      throw new SqlError(
          "25P01", "a savepoint needs a transaction: turn autocommit off or say BEGIN first");
    }
    return now;
  }

  void rollbackTo(long id) {
    rollbackToIndex(find(id));
  }

  void rollbackTo(String name) {
    rollbackToIndex(find(name));
  }

  private void rollbackToIndex(int index) {
    transaction().rollbackTo(entries.get(index).place);
    entries.subList(index + 1, entries.size()).clear();
  }

  void release(long id) {
    releaseFrom(find(id));
  }

  void release(String name) {
    releaseFrom(find(name));
  }

  private void releaseFrom(int index) {
    entries.subList(index, entries.size()).clear();
  }

  void clear() {
    entries.clear();
  }

  private int find(long id) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).id == id) {
        return i;
      }
    }
    throw new SqlError(
        "3B001", "there is no such savepoint: it was released, or its transaction has ended");
  }

  private int find(String name) {
    transaction();
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (name.equals(entries.get(i).name)) {
        return i;
      }
    }
    throw new SqlError("3B001", "savepoint \"" + name + "\" does not exist");
  }
}
