package org.pydb.calcite.catalog;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.schema.KeyRange;

/**
 * What is known about the rows of one table, to choose plans by. Estimates, never needed for right
 * answers. Thread-safe.
 */
@FunctionalInterface
public interface TableStatistics {

  /** How many rows there are, about. */
  double rowCount();

  /** Changes when estimates have moved so far that plans may no longer be good ones. */
  default int version() {
    return 0;
  }

  /** What the last analysis found, or null if there was none. */
  default @Nullable TableProfile profile() {
    return null;
  }

  /**
   * About how many entries of one of the table's trees lie in a range, by looking at its ends; NaN
   * if nobody can look.
   *
   * @param tree the id of the table or of an index's tree
   */
  default double entries(int tree, KeyRange range) {
    return Double.NaN;
  }
}
