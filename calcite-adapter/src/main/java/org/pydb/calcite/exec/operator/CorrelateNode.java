package org.pydb.calcite.exec.operator;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A join whose right side depends on the left row: for each left row it is run anew. So it is when
 * an index is looked up for each row, and when an inner query refers to the outer one.
 *
 * <p>Left rows that agree in the columns that the right side looks at share one run, as long as
 * memory lasts.
 */
public final class CorrelateNode extends PlanNode {
  private final JoinKind kind;
  private final PlanNode left;
  private final PlanNode right;
  private final int query;
  private final List<Integer> used;

  /**
   * A correlated join.
   *
   * @param kind INNER, LEFT, SEMI or ANTI
   * @param query the number by which the right side refers to left rows
   * @param used the left columns to which the right side refers
   */
  public CorrelateNode(
      JoinKind kind, PlanNode left, PlanNode right, int query, List<Integer> used) {
    super(kind.outputTypes(left, right), List.of(left, right));
    if (kind.keepsRight() || kind == JoinKind.NULL_AWARE_ANTI) {
      throw new IllegalArgumentException(kind + " cannot be correlated");
    }
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.query = query;
    this.used = List.copyOf(used);
  }

  JoinKind kind() {
    return kind;
  }

  List<ColumnType> leftTypes() {
    return left.types();
  }

  List<ColumnType> rightTypes() {
    return right.types();
  }

  int query() {
    return query;
  }

  List<Integer> used() {
    return used;
  }

  @Override
  public @Nullable ScanNode driver() {
    return left.driver();
  }

  @Override
  public Operator operator() {
    return new CorrelateOperator(this, left.operator(), right.operator());
  }

  @Override
  public String describe() {
    return "Correlate: " + kind.name().toLowerCase(Locale.ROOT) + " by " + used;
  }
}
