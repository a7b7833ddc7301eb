package org.pydb.calcite.statistics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the contents of one table, since somebody looked. Immutable; thread-safe.
 *
 * @param rowCount how many rows it had then
 * @param sampled how many of them were looked at
 * @param micros when that was, in microseconds since 1970 UTC
 * @param columns by their ordinals; those that were never looked at are missing
 * @param prefixes for the key of a tree, by the tree's id, how many different values its first
 *     column has, its first two, and so on; NaN where that is not known
 */
public record TableProfile(
    long rowCount,
    long sampled,
    long micros,
    Map<Integer, ColumnStatistics> columns,
    Map<Integer, double[]> prefixes) {

  /** Takes copies of the maps. */
  public TableProfile {
    columns = Map.copyOf(new TreeMap<>(columns));
    prefixes = Map.copyOf(prefixes);
  }

  /** The statistics of a column, or null if it was never looked at. */
  public @Nullable ColumnStatistics column(int column) {
    return columns.get(column);
  }

  /** This profile, with that of an older one for columns that this one knows nothing of. */
  TableProfile over(TableProfile older) {
    Map<Integer, ColumnStatistics> merged = new LinkedHashMap<>(older.columns);
    merged.putAll(columns);
    return new TableProfile(rowCount, sampled, micros, merged, prefixes);
  }

  /** Whether plans that were made by an older profile may not be the best by this one. */
  public boolean hasMovedFrom(@Nullable TableProfile older) {
    if (older == null) {
      return true;
    }
    boolean isLarger = rowCount > 2 * older.rowCount || older.rowCount > 2 * rowCount;
    return isLarger
        || !columns.keySet().equals(older.columns.keySet())
        || columns.entrySet().stream().anyMatch(entry -> hasMoved(entry, older));
  }

  private static boolean hasMoved(Map.Entry<Integer, ColumnStatistics> entry, TableProfile older) {
    ColumnStatistics before = older.column(entry.getKey());
    return before == null || entry.getValue().differsFrom(before);
  }
}
