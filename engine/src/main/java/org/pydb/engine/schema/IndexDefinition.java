package org.pydb.engine.schema;

import java.util.List;

/**
 * A secondary index: an ordered tree beside the table's own. Immutable; thread-safe.
 *
 * @param treeId the tree that holds the entries; also the index's identity, never reused
 * @param name as users see it, unique in the schema
 * @param columns the indexed columns in order, at least one
 * @param unique whether two rows with equal, non-NULL values are refused
 * @param origin why the index exists
 */
public record IndexDefinition(
    int treeId, String name, List<KeyColumn> columns, boolean unique, Origin origin) {

  /** Why an index exists. */
  public enum Origin {
    /** {@code CREATE INDEX}. */
    DECLARED(1),
    /** It backs a {@code UNIQUE} constraint of the same name. */
    UNIQUE_CONSTRAINT(2),
    /** It serves the checks of a foreign key. */
    FOREIGN_KEY(3);

    private final int code;

    Origin(int code) {
      this.code = code;
    }

    /** The number that stands for this origin in a file; it never changes. */
    public int code() {
      return code;
    }

    /**
     * The origin with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Origin ofCode(int code) {
      for (Origin origin : values()) {
        if (origin.code == code) {
          return origin;
        }
      }
      throw new IllegalArgumentException("no index origin has the code " + code);
    }
  }

  /** Takes a copy of the columns. */
  public IndexDefinition {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("index " + name + " has no columns");
    }
  }
}
