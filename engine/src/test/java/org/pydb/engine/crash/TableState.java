package org.pydb.engine.crash;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What there is in a table, as the model has it. Immutable.
 *
 * @param rows id → row
 * @param indexes the names of the indexes
 */
record TableState(NavigableMap<Long, RowState> rows, Set<String> indexes) {

  static final TableState EMPTY = new TableState(new TreeMap<>(), Set.of());

  TableState {
    rows = Collections.unmodifiableNavigableMap(rows);
    indexes = Set.copyOf(indexes);
  }

  /**
   * A row.
   *
   * @param text a text, perhaps a long one
   * @param key of the index that is not unique; null for NULL
   * @param unique the value in the unique index; null for NULL
   * @param length of the payload
   * @param payload what the bytes of the payload add up to
   */
  record RowState(String text, String key, Long unique, int length, int payload) {}

  TableState with(long id, RowState row) {
    NavigableMap<Long, RowState> changed = new TreeMap<>(rows);
    changed.put(id, row);
    return new TableState(changed, indexes);
  }

  TableState without(long id) {
    NavigableMap<Long, RowState> changed = new TreeMap<>(rows);
    changed.remove(id);
    return new TableState(changed, indexes);
  }

  TableState withIndex(String name) {
    Set<String> changed = new TreeSet<>(indexes);
    changed.add(name);
    return new TableState(rows, changed);
  }

  TableState withoutIndex(String name) {
    Set<String> changed = new TreeSet<>(indexes);
    changed.remove(name);
    return new TableState(rows, changed);
  }

  @Override
  public String toString() {
    return rows.size() + " rows, indexes " + new TreeSet<>(indexes);
  }
}
