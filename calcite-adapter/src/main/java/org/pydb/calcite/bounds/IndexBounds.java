package org.pydb.calcite.bounds;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * What a condition asks of the first columns of a key, and what is left of the condition.
 *
 * @param columns one bound for each of the key's first columns; all but the last are points or
 *     lists of points
 * @param conditions what the bounds guarantee, as far as it need not be checked again
 * @param residual what must still be checked for each row
 */
public record IndexBounds(
    List<KeyBound> columns, List<RexNode> conditions, List<RexNode> residual) {

  /** Takes copies of the lists. */
  public IndexBounds {
    columns = List.copyOf(columns);
    conditions = List.copyOf(conditions);
    residual = List.copyOf(residual);
  }

  /** Whether nothing is asked of the key. */
  public boolean isEmpty() {
    return columns.isEmpty();
  }

  /** The same where the tree itself guarantees more conditions. */
  public IndexBounds withMet(List<RexNode> more) {
    List<RexNode> met = new ArrayList<>(conditions);
    more.stream().filter(condition -> !met.contains(condition)).forEach(met::add);
    return new IndexBounds(
        columns, met, residual.stream().filter(condition -> !more.contains(condition)).toList());
  }

  /** Whether all of a key's columns have one value each that is not NULL. */
  public boolean isOneEntry(int keyLength) {
    return columns.size() == keyLength
        && columns.stream().allMatch(KeyBound.Equal.class::isInstance);
  }

  /** How many columns are bound to one value each, from the first on. */
  public int pointCount() {
    int count = 0;
    while (count < columns.size() && columns.get(count).isPoint()) {
      count++;
    }
    return count;
  }
}
