package org.pydb.engine.schema;

import java.util.List;

/**
 * The primary key, by which a table's tree is ordered.
 *
 * @param name the constraint's name
 * @param columns ordinals of the key's columns, all NOT NULL
 */
public record PrimaryKey(String name, List<Integer> columns) {

  /** Takes a copy of the columns. */
  public PrimaryKey {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("primary key " + name + " has no columns");
    }
  }
}
