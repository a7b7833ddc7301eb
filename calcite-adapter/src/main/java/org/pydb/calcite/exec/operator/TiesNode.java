package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * A run of rows that are sorted, and behind it those that are equal to its last row: {@code FETCH
 * FIRST n ROWS WITH TIES}. The rows that are skipped have no part in that.
 */
public final class TiesNode extends PlanNode {
  private final PlanNode input;
  private final List<SortKey> keys;
  private final @Nullable Expression offset;
  private final @Nullable Expression limit;

  /**
   * A limit with ties.
   *
   * @param keys by which the input is sorted, and rows are equal
   * @param offset how many rows to skip, an INT64 without columns; null or NULL for none
   * @param limit how many rows to give without the ties, likewise; null or NULL for all
   */
  public TiesNode(
      PlanNode input, List<SortKey> keys, @Nullable Expression offset, @Nullable Expression limit) {
    super(input.types(), List.of(input));
    this.input = input;
    this.keys = List.copyOf(keys);
    this.offset = offset;
    this.limit = limit;
  }

  @Override
  public String describe() {
    return "Limit with ties: " + limit + " by " + keys + (offset == null ? "" : " after " + offset);
  }

  @Override
  public Operator operator() {
    return new TiesOperator(this);
  }

  private static final class TiesOperator extends Operator {
    private final Operator input;
    private final RowCount offset;
    private final RowCount limit;
    private final BatchView output;
    private final int[] columns;

    /** The keys of the last row before the ties. */
    private final Vector[] last;

    private int[] selected = {};
    private long toSkip;
    private long toGive;
    private boolean hasLast;
    private boolean atEnd;

    TiesOperator(TiesNode node) {
      input = node.input.operator();
      offset = RowCount.offset(node.offset);
      limit = RowCount.limit(node.limit);
      output = new BatchView(node.types().size());
      columns = node.keys.stream().mapToInt(SortKey::column).toArray();
      last = new Vector[columns.length];
      for (int i = 0; i < columns.length; i++) {
        last[i] = Vector.of(node.types().get(columns[i]));
      }
    }

    @Override
    protected void start(ExecutionContext context) {
      toSkip = offset.evaluate(context);
      toGive = limit.evaluate(context);
      hasLast = false;
      atEnd = toGive == 0;
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      while (!atEnd) {
        Batch batch = input.next();
        if (batch == null) {
          return null;
        }
        int skipped = (int) Math.min(toSkip, batch.count());
        toSkip -= skipped;
        int end = end(batch, skipped);
        if (end > skipped) {
          return part(batch, skipped, end - skipped);
        }
      }
      return null;
    }

    /** Where the rows end that are given, of those from a place on. */
    private int end(Batch batch, int from) {
      int end = from + (int) Math.min(toGive, batch.count() - from);
      if (end > from) {
        toGive -= end - from;
        if (toGive == 0) {
          keep(batch, batch.rows()[end - 1]);
        }
      }
      while (hasLast && end < batch.count()) {
        if (!isTie(batch, batch.rows()[end])) {
          atEnd = true;
          return end;
        }
        end++;
      }
      return end;
    }

    private void keep(Batch batch, int row) {
      for (int i = 0; i < columns.length; i++) {
        last[i].reset(1);
        last[i].repeat(batch.column(columns[i]), row, 0, 1);
      }
      hasLast = true;
    }

    private boolean isTie(Batch batch, int row) {
      for (int i = 0; i < columns.length; i++) {
        Vector column = batch.column(columns[i]);
        boolean isNull = column.isNull(row);
        if (isNull != last[i].isNull(0) || (!isNull && column.compare(row, last[i], 0) != 0)) {
          return false;
        }
      }
      return true;
    }

    private Batch part(Batch batch, int from, int count) {
      if (count == batch.count()) {
        return batch;
      }
      selected = Selection.ensure(selected, count);
      System.arraycopy(batch.rows(), from, selected, 0, count);
      return output.select(batch, selected, count);
    }

    @Override
    protected void stop() {
      offset.close();
      limit.close();
      input.close();
      for (Vector key : last) {
        key.release();
      }
    }
  }
}
