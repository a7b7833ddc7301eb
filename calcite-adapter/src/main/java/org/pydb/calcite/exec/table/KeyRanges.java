package org.pydb.calcite.exec.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.table.View;

/**
 * The parts of a tree that a scan visits, one after the other: for {@code a IN (3, 1, 3)} the keys
 * with 1, then those with 3. Ranges are either equal, and visited once, or apart; visited in the
 * order of the keys they give rows in that order. Not thread-safe.
 */
final class KeyRanges {

  /** More ranges than these, as of {@code IN} with a long list, are read by one thread. */
  private static final int SPLIT_MAX = 64;

  private final KeyFormat format;
  private final boolean backward;
  private final KeyRangeEvaluator[] evaluators;
  private final List<KeyRange> ranges = new ArrayList<>();
  private int next;

  /** Ranges for bounds that differ only in their values. */
  KeyRanges(KeyFormat format, List<KeyBounds> bounds, boolean backward) {
    this.format = format;
    this.backward = backward;
    evaluators =
        bounds.stream()
            .map(alternative -> new KeyRangeEvaluator(format, alternative))
            .toArray(KeyRangeEvaluator[]::new);
  }

  /** Evaluates the bounds; {@link #next} then gives the first range. */
  void open(ExecutionContext context, Batch outer, int outerRow) {
    ranges.clear();
    next = 0;
    for (KeyRangeEvaluator evaluator : evaluators) {
      evaluator.open(context);
      KeyRange range = evaluator.range(outer, outerRow);
      if (!range.isEmpty()) {
        ranges.add(range);
      }
    }
    if (ranges.size() > 1) {
      ranges.sort((a, b) -> backward ? compare(b, a) : compare(a, b));
    }
  }

  /** The next range; null after the last. */
  @Nullable KeyRange next() {
    while (next < ranges.size()) {
      KeyRange range = ranges.get(next++);
      if (next == 1 || !range.equals(ranges.get(next - 2))) {
        return range;
      }
    }
    return null;
  }

  /**
   * Cuts the ranges into parts for several threads, in the order of visiting, and notes them as
   * read.
   *
   * @param groupedColumns rows that agree in so many of the first columns are to be in one part
   * @return empty if one thread is to read them
   */
  List<KeyRange> split(
      ExecutionContext context, int tree, Parallelism how, int partsMax, int groupedColumns) {
    View view = context.transaction(TableAccess.class).view();
    if (evaluators.length > SPLIT_MAX || view.hasOwn(tree)) {
      return List.of();
    }
    Batch noRow = new Batch();
    noRow.selectAll(1);
    open(context, noRow, 0);
    double expected = 0;
    for (KeyRange range : ranges) {
      expected += view.expectedEntries(tree, range);
    }
    if (expected < how.rowsMin()) {
      return List.of();
    }
    List<KeyRange> parts = new ArrayList<>();
    for (KeyRange range = next(); range != null; range = next()) {
      List<KeyRange> ofRange = apart(view.split(tree, range, partsMax), groupedColumns);
      if (backward) {
        Collections.reverse(ofRange);
      }
      parts.addAll(ofRange);
    }
    return parts;
  }

  /** Parts of a range whose ends are moved to where some of the first columns change. */
  private List<KeyRange> apart(List<KeyRange> parts, int columnCount) {
    List<KeyRange> moved = new ArrayList<>();
    byte[] begin = parts.get(0).lower();
    for (int i = 0; i < parts.size() - 1; i++) {
      byte[] end = Objects.requireNonNull(parts.get(i).upper());
      byte[] at =
          columnCount == 0 ? end : Arrays.copyOf(end, format.lengthWithin(end, columnCount));
      if (begin == null || Arrays.compareUnsigned(begin, at) < 0) {
        moved.add(new KeyRange(begin, at));
        begin = at;
      }
    }
    moved.add(new KeyRange(begin, parts.get(parts.size() - 1).upper()));
    return moved;
  }

  void close() {
    for (KeyRangeEvaluator evaluator : evaluators) {
      evaluator.close();
    }
  }

  private static int compare(KeyRange a, KeyRange b) {
    byte[] lowerA = a.lower();
    byte[] lowerB = b.lower();
    if (lowerA == null || lowerB == null) {
      return lowerA == lowerB ? 0 : lowerA == null ? -1 : 1;
    }
    return Arrays.compareUnsigned(lowerA, lowerB);
  }
}
