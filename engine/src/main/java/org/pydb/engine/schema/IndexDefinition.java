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
    DECLARED,
    /** It backs a {@code UNIQUE} constraint of the same name. */
    UNIQUE_CONSTRAINT,
    /** It serves the checks of a foreign key. */
    FOREIGN_KEY
  }

  /** Takes a copy of the columns. */
  public IndexDefinition {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("index " + name + " has no columns");
    }
  }
}
