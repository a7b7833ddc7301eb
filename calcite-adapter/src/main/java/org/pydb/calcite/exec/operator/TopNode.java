package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.spill.ExternalSort;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.store.TopRows;
import org.pydb.calcite.exec.vector.Batch;

/**
 * The first rows of its input in an order: a sort and a limit in one, which keeps few rows. If more
 * are wanted than memory holds, all of them are sorted, in part on the disk.
 */
public final class TopNode extends PlanNode {
  private final PlanNode input;
  private final List<SortKey> keys;
  private final @Nullable Expression offset;
  private final Expression limit;

  /**
   * The first rows by these keys.
   *
   * @param offset as in {@link LimitNode}
   * @param limit as in {@link LimitNode}
   */
  public TopNode(
      PlanNode input, List<SortKey> keys, @Nullable Expression offset, Expression limit) {
    super(input.types(), List.of(input));
    this.input = input;
    this.keys = List.copyOf(keys);
    this.offset = offset;
    this.limit = limit;
  }

  @Override
  public String describe() {
    return "Top: " + limit + (offset == null ? "" : " after " + offset) + " by " + keys;
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
    return passed == input ? this : new TopNode(passed, keys, offset, limit);
  }

  @Override
  public Operator operator() {
    return new TopOperator(this, input.operator());
  }

  private static final class TopOperator extends Operator {
    private final TopNode node;
    private final Operator input;
    private final RowCount offset;
    private final RowCount limit;
    private final RowOrder order;
    private final Batch output;
    private @Nullable Workspace workspace;
    private @Nullable TopRows rows;

    /** Sorts all of them, once too many are wanted to keep them in memory; otherwise null. */
    private @Nullable ExternalSort sort;

    private long toSkip;
    private long toGive;
    private int next;

    TopOperator(TopNode node, Operator input) {
      this.node = node;
      this.input = input;
      offset = RowCount.offset(node.offset);
      limit = RowCount.limit(node.limit);
      order = new RowOrder(node.keys);
      output = Batch.of(node.types());
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Top");
      toSkip = offset.evaluate(context);
      toGive = limit.evaluate(context);
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      if (toGive == 0) {
        return null;
      }
      TopRows top = rows;
      if (top == null) {
        top = readInput();
      }
      if (sort != null) {
        return nextSorted(sort);
      }
      int count = Math.min(Batch.ROWS_MAX, top.size() - next);
      if (count <= 0) {
        return null;
      }
      top.gather(next, count, output);
      output.selectAll(count);
      next += count;
      return output;
    }

    private TopRows readInput() {
      long wanted = toSkip + toGive < 0 ? Long.MAX_VALUE : toSkip + toGive;
      TopRows top = new TopRows(node.types(), order, wanted, open(workspace).memory());
      rows = top;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        if (sort == null && !top.hasRoom(batch)) {
          sort = spill(top, wanted);
        }
        if (sort == null) {
          top.add(batch);
        } else {
          sort.add(batch);
        }
      }
      if (sort == null) {
        top.finish();
        next = (int) Math.min(toSkip, Integer.MAX_VALUE);
      }
      return top;
    }

    private ExternalSort spill(TopRows top, long wanted) {
      ExternalSort sorting = new ExternalSort(open(workspace), node.types(), order, wanted);
      top.finish();
      for (int from = 0; from < top.size(); from += Batch.ROWS_MAX) {
        int count = Math.min(Batch.ROWS_MAX, top.size() - from);
        top.gather(from, count, output);
        output.selectAll(count);
        sorting.add(output);
      }
      top.close();
      return sorting;
    }

    private @Nullable Batch nextSorted(ExternalSort sorting) {
      Batch batch = sorting.next();
      while (batch != null && toSkip > 0) {
        int skipped = (int) Math.min(toSkip, batch.count());
        toSkip -= skipped;
        if (skipped < batch.count()) {
          int[] rest = Arrays.copyOfRange(batch.rows(), skipped, batch.count());
          batch.select(batch.size(), rest, rest.length);
        } else {
          batch = sorting.next();
        }
      }
      return batch;
    }

    @Override
    protected void stop() {
      if (rows != null) {
        rows.close();
      }
      rows = null;
      if (sort != null) {
        sort.close();
      }
      sort = null;
      release(output);
      close(workspace);
      offset.close();
      limit.close();
      input.close();
    }
  }
}
