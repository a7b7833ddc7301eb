package org.pydb.calcite.exec.operator;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;

/** A run of its input's rows: some are skipped, then so many are given. */
public final class LimitNode extends PlanNode {
  private final PlanNode input;
  private final @Nullable Expression offset;
  private final @Nullable Expression limit;

  /**
   * A limit.
   *
   * @param offset how many rows to skip, an INT64 without columns; null or NULL for none
   * @param limit how many rows to give at most, an INT64 without columns; null or NULL for all
   */
  public LimitNode(PlanNode input, @Nullable Expression offset, @Nullable Expression limit) {
    super(input.types(), List.of(input));
    this.input = input;
    this.offset = offset;
    this.limit = limit;
  }

  @Override
  public String describe() {
    return "Limit:"
        + (limit == null ? "" : " " + limit)
        + (offset == null ? "" : " after " + offset);
  }

  @Override
  public BitSet largeColumns() {
    return input.largeColumns();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    PlanNode passed = input.passLarge(wanted);
    return passed == input ? this : new LimitNode(passed, offset, limit);
  }

  @Override
  public Operator operator() {
    return new LimitOperator(
        input.operator(), RowCount.offset(offset), RowCount.limit(limit), types().size());
  }

  private static final class LimitOperator extends Operator {
    private final Operator input;
    private final RowCount offset;
    private final RowCount limit;
    private final BatchView output;
    private int[] selected = {};
    private long toSkip;
    private long toGive;

    LimitOperator(Operator input, RowCount offset, RowCount limit, int columnCount) {
      this.input = input;
      this.offset = offset;
      this.limit = limit;
      output = new BatchView(columnCount);
    }

    @Override
    protected void start(ExecutionContext context) {
      toSkip = offset.evaluate(context);
      toGive = limit.evaluate(context);
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      while (toGive > 0) {
        Batch batch = input.next();
        if (batch == null) {
          return null;
        }
        int skipped = (int) Math.min(toSkip, batch.count());
        int given = (int) Math.min(toGive, batch.count() - skipped);
        toSkip -= skipped;
        toGive -= given;
        if (given == batch.count()) {
          return batch;
        }
        if (given > 0) {
          return part(batch, skipped, given);
        }
      }
      return null;
    }

    private Batch part(Batch batch, int from, int count) {
      selected = Selection.ensure(selected, count);
      System.arraycopy(batch.rows(), from, selected, 0, count);
      return output.select(batch, selected, count);
    }

    @Override
    protected void stop() {
      offset.close();
      limit.close();
      input.close();
    }
  }
}
