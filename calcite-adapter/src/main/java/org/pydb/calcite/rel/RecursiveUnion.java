package org.pydb.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * {@code WITH RECURSIVE}: the rows of the left input, then those that the right one gives for them,
 * then those that it gives for these, until it gives none. The right input reads the rows of the
 * round before in a {@link WorkingTable} of the same number.
 *
 * <p>Calcite's own {@code RepeatUnion} names its table: two recursions of one name are one to the
 * planner, and the rows belong to the plan, where two sessions would share them.
 */
public abstract class RecursiveUnion extends BiRel {

  /** How often the right input is expected to run; and so many times the first rows each time. */
  static final double ROUNDS = 10;

  private final Recursion recursion;

  /**
   * What a recursion is known by.
   *
   * @param number its own among all of the statement
   * @param name what the statement calls it
   * @param all whether rows count that were found before
   * @param rowType of all its rows; the inputs' rows may have other types, which are cast
   */
  public record Recursion(int number, String name, boolean all, RelDataType rowType) {}

  RecursiveUnion(
      RelOptCluster cluster, RelTraitSet traits, RelNode seed, RelNode step, Recursion recursion) {
    super(cluster, traits, seed, step);
    this.recursion = recursion;
    checkWidth(seed);
    checkWidth(step);
  }

  /** Calcite's rules may add columns to a step's input, and then take the step for adapted. */
  private void checkWidth(RelNode input) {
    if (input.getRowType().getFieldCount() != recursion.rowType.getFieldCount()) {
      throw new IllegalArgumentException("a recursion's columns were changed");
    }
  }

  /** What it is known by. */
  public Recursion recursion() {
    return recursion;
  }

  @Override
  protected RelDataType deriveRowType() {
    return recursion.rowType;
  }

  @Override
  public abstract RelNode copy(RelTraitSet traitSet, List<RelNode> inputs);

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(left) + ROUNDS * mq.getRowCount(right);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("number", recursion.number).item("all", recursion.all);
  }
}
