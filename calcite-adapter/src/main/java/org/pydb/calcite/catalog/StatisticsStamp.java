package org.pydb.calcite.catalog;

/**
 * By which statistics of a table a plan was made. Immutable.
 *
 * @param statistics of the table
 * @param version theirs when the plan was made
 */
public record StatisticsStamp(TableStatistics statistics, int version) {

  /** The statistics of a table as they are now. */
  public static StatisticsStamp of(TableStatistics statistics) {
    return new StatisticsStamp(statistics, statistics.version());
  }

  /** Whether estimates are still about the same. */
  public boolean isCurrent() {
    return statistics.version() == version;
  }
}
