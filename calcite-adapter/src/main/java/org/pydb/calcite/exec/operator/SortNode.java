package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.store.RowSorter;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/** All rows of its input in order; rows whose keys are equal stay as they came. */
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
  public Operator operator() {
    return new SortOperator(this, input.operator());
  }

  private static final class SortOperator extends Operator {
    private final SortNode node;
    private final Operator input;
    private final RowOrder order;
    private final Batch output;
    private @Nullable MemoryAccount memory;
    private @Nullable RowStore rows;
    private int[] sorted = {};
    private int next;

    SortOperator(SortNode node, Operator input) {
      this.node = node;
      this.input = input;
      order = new RowOrder(node.keys);
      output = new Batch(node.types().stream().map(Vector::of).toArray(Vector[]::new));
    }

    @Override
    protected void start(ExecutionContext context) {
      memory = new MemoryAccount(context.memory(), "Sort");
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      RowStore store = rows;
      if (store == null) {
        store = sortInput();
      }
      int count = Math.min(Batch.ROWS_MAX, store.size() - next);
      if (count == 0) {
        return null;
      }
      store.gather(sorted, next, count, output, 0);
      output.selectAll(count);
      next += count;
      return output;
    }

    private RowStore sortInput() {
      MemoryAccount account = open(memory);
      RowStore store = new RowStore(node.types(), account);
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        store.append(batch);
      }
      sorted = new RowSorter(store, order, account).sort();
      next = 0;
      rows = store;
      return store;
    }

    @Override
    protected void stop() {
      rows = null;
      sorted = new int[0];
      release(output);
      close(memory);
      input.close();
    }
  }
}
