package org.pydb.calcite.hoist;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.TableStatistics;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.calcite.statistics.ValueKey;
import org.pydb.engine.schema.ColumnType;

/**
 * Sorts the values that stand in a text by what the statistics of a column say of them: how many
 * rows are left of those that are compared with them. Values of one class can do with the same
 * plan; one that half of the rows have wants another than one that ten rows have.
 *
 * <p>A class covers a factor of four. Statistics change under the plans that were made by them;
 * when they have moved by much, the plans are made anew anyway.
 *
 * @param statistics of the table
 * @param column its ordinal in the table
 * @param type of the column
 * @param limits what it is compared with, all of which must be met
 */
public record ValueClass(
    TableStatistics statistics, int column, ColumnType type, List<Limit> limits) {

  /** A literal, by its number, and how the column is compared with it. */
  public record Limit(int literal, Comparison comparison) {}

  /** How a column is compared with a literal. */
  public enum Comparison {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** Smaller shares of the rows are all alike. */
  private static final double SHARE_LEAST = 1e-6;

  private static final int UNKNOWN = -1;

  /** Takes a copy of the list. */
  public ValueClass {
    limits = List.copyOf(limits);
  }

  /** Whether two are about the same comparisons, though perhaps of different times; or are none. */
  public static boolean areAlike(@Nullable ValueClass one, @Nullable ValueClass other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.column == other.column
        && one.type.equals(other.type)
        && one.limits.equals(other.limits);
  }

  /** The class of some values, given by the numbers of the literals. */
  int of(IntFunction<@Nullable Object> values) {
    TableProfile profile = statistics.profile();
    ColumnStatistics known = profile == null ? null : profile.column(column);
    if (known == null) {
      return UNKNOWN;
    }
    double share = 1;
    double from = 0;
    double to = 1 - known.nullShare();
    ValueKey keys = new ValueKey(type);
    for (Limit limit : limits) {
      Object value = values.apply(limit.literal);
      byte[] key = value == null ? null : keys.of(value);
      if (key == null) {
        return UNKNOWN;
      }
      switch (limit.comparison) {
        case EQUAL -> share = Math.min(share, known.equalTo(key));
        case LESS -> to = Math.min(to, known.below(key, false));
        case LESS_OR_EQUAL -> to = Math.min(to, known.below(key, true));
        case GREATER -> from = Math.max(from, known.below(key, true));
        case GREATER_OR_EQUAL -> from = Math.max(from, known.below(key, false));
      }
    }
    return ofShare(Math.min(share, to - from));
  }

  private static int ofShare(double share) {
    return (int) Math.round(-Math.log(Math.max(SHARE_LEAST, share)) / Math.log(4));
  }
}
