package org.pydb.calcite.catalog;

/**
 * What is known about the rows of one table, to choose plans by. Estimates, never needed for right
 * answers. Thread-safe.
 */
@FunctionalInterface
public interface TableStatistics {

  /** How many rows there are, about. */
  double rowCount();
}
