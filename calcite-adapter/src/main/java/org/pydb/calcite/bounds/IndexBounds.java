package org.pydb.calcite.bounds;

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

  /** How many columns are bound to one value each, from the first on. */
  public int pointCount() {
    int count = 0;
    while (count < columns.size() && columns.get(count).isPoint()) {
      count++;
    }
    return count;
  }
}
