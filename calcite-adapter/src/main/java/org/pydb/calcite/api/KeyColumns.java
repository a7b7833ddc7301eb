package org.pydb.calcite.api;

import java.util.List;

/**
 * Which columns of the rows that a change inserts or updates are wanted as its generated keys. At
 * most one of the lists has elements; if none has, the columns that tell rows apart are meant:
 * those of the primary key, or all if there is none.
 *
 * @param names the names of columns; if none is spelt so, upper and lower case are the same
 * @param ordinals the numbers of columns in the table, from 1
 */
public record KeyColumns(List<String> names, List<Integer> ordinals) {

  /** Those that tell rows apart. */
  public static final KeyColumns OF_KEY = new KeyColumns(List.of(), List.of());

  /** Takes copies of the lists. */
  public KeyColumns {
    names = List.copyOf(names);
    ordinals = List.copyOf(ordinals);
  }
}
