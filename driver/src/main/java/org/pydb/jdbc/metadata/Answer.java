package org.pydb.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the making: rows are added in any order, then sorted as JDBC asks. Cells are {@code
 * String}, {@code Boolean}, {@code Integer}, {@code Long} or null. Used by one thread.
 */
final class Answer {
  private final Shape shape;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  Answer(Shape shape) {
    this.shape = shape;
  }

  /** Adds a row: one cell for each column. */
  void add(@Nullable Object... cells) {
    if (cells.length != shape.columns().size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for the columns " + shape.columns() + ": " + Arrays.asList(cells));
    }
    rows.add(cells);
  }

  /** The rows as a result set, sorted by these columns. */
  ResultSet sortedBy(MetaDataSource source, String... labels) throws SQLException {
    int[] ordinals = Arrays.stream(labels).mapToInt(shape::ordinal).toArray();
    Comparator<@Nullable Object[]> order = (a, b) -> compare(a, b, ordinals);
    rows.sort(order);
    return asAdded(source);
  }

  /** The rows as a result set, in the order in which they were added. */
  ResultSet asAdded(MetaDataSource source) throws SQLException {
    source.gate().checkOpen();
    return source.resultSet(shape.columns(), new MemoryResult(rows));
  }

  private static int compare(@Nullable Object[] left, @Nullable Object[] right, int[] ordinals) {
    for (int ordinal : ordinals) {
      int order = compare(left[ordinal], right[ordinal]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** NULL sorts above every value, as everywhere in pydb. */
  private static int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return Long.compare(a.longValue(), b.longValue());
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return Boolean.compare(a, b);
    }
    return left.toString().compareTo(right.toString());
  }
}
