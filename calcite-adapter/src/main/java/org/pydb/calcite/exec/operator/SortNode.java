package org.pydb.calcite.exec.operator;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.ExternalSort;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;

/**
 * All rows of its input in order; rows whose keys are equal stay as they came. What memory does not
 * hold is sorted in parts on the disk.
 */
public final class SortNode extends PlanNode {
  private final PlanNode input;
  private final List<SortKey> keys;

  /** A sort by these keys, the first counting most. */
  public SortNode(PlanNode input, List<SortKey> keys) {
    super(input.types(), List.of(input));
    this.input = input;
    this.keys = List.copyOf(keys);
  }

  @Override
  public String describe() {
    return "Sort: " + keys;
  }

  @Override
  public BitSet largeColumns() {
    return input.largeColumns();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet below = (BitSet) wanted.clone();
    keys.forEach(key -> below.clear(key.column()));
    PlanNode passed = input.passLarge(below);
    return passed == input ? this : new SortNode(passed, keys);
  }

  @Override
  public Operator operator() {
    return new SortOperator(this, input.operator());
  }

  private static final class SortOperator extends Operator {
    private final SortNode node;
    private final Operator input;
    private final RowOrder order;
    private @Nullable Workspace workspace;
    private @Nullable ExternalSort sort;

    SortOperator(SortNode node, Operator input) {
      this.node = node;
      this.input = input;
      order = new RowOrder(node.keys);
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Sort");
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      ExternalSort sorting = sort;
      if (sorting == null) {
        sorting = new ExternalSort(open(workspace), node.types(), order, Long.MAX_VALUE);
        sort = sorting;
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
          sorting.add(batch);
        }
      }
      return sorting.next();
    }

    @Override
    protected void stop() {
      if (sort != null) {
        sort.close();
      }
      sort = null;
      close(workspace);
      input.close();
    }
  }
}
