package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.schema.ColumnType;

/**
 * One row for each group of its input's rows, which come group by group: the key's columns, then
 * the aggregates, in the order of the input. Groups are given and forgotten as soon as they are
 * complete, so however many there are, they need next to no memory.
 *
 * <p>Several threads do it side by side, as long as no part of the scan ends within a group: the
 * scan is told by how many columns of its key the parts must differ. Each group is then made by one
 * thread, of rows in order, so that sums of floating point numbers are what they always are.
 */
public final class StreamAggregateNode extends PlanNode {
  private final PlanNode input;
  private final GroupingShape shape;
  private final int scanColumns;

  /**
   * Groups by some columns of the input.
   *
   * @param keys columns; rows with the same values follow each other
   * @param calls aggregates, none of them DISTINCT
   * @param scanColumns by how many of the first columns of the key of the scan below the rows are
   *     grouped; 0 if there is no such scan
   */
  public StreamAggregateNode(
      PlanNode input, List<Integer> keys, List<AggregateCall> calls, int scanColumns) {
    super(outputTypes(input, keys, calls), List.of(input));
    this.input = input;
    this.scanColumns = scanColumns;
    shape = new GroupingShape(input.types(), List.copyOf(keys), List.copyOf(calls));
  }

  private static List<ColumnType> outputTypes(
      PlanNode input, List<Integer> keys, List<AggregateCall> calls) {
    List<ColumnType> types = new ArrayList<>(typesAt(input, keys));
    calls.forEach(call -> types.add(call.type()));
    return types;
  }

  /** By how many of the first columns of its key the scan below is grouped; 0 if it is not. */
  int scanColumns() {
    return scanColumns;
  }

  @Override
  public @Nullable ScanNode driver() {
    return scanColumns == 0 ? null : input.driver();
  }

  @Override
  public String describe() {
    return "Streaming Aggregate: " + shape.calls() + " by " + shape.keys();
  }

  @Override
  public Operator operator() {
    return new StreamAggregate(this, input.operator());
  }

  private static final class StreamAggregate extends Operator {

    /** So many groups are made before any is given: few at first, if only few are wanted. */
    private static final int GROUPS_FIRST = 16;

    private final StreamAggregateNode node;
    private final Operator input;
    private final Batch output;
    private @Nullable Workspace workspace;
    private @Nullable KeyRuns runs;

    /** To which rows are added. */
    private @Nullable RunGroups current;

    /** That are complete, and given from {@link #next} on. */
    private @Nullable RunGroups complete;

    private int next;
    private int wish;
    private boolean isInputDone;

    StreamAggregate(StreamAggregateNode node, Operator input) {
      this.node = node;
      this.input = input;
      output = Batch.of(node.types());
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Streaming Aggregate");
      runs = new KeyRuns(node.shape.types(), node.shape.keys(), workspace.memory().part());
      wish = GROUPS_FIRST;
      isInputDone = false;
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      while (complete == null || next == complete.count()) {
        dropComplete();
        if (isInputDone) {
          isInputDone = false; // There may be another part of the scan.
          return null;
        }
        Batch batch = input.next();
        if (batch == null) {
          isInputDone = true;
          open(runs).forget();
          finishCurrent();
        } else {
          take(batch, open(runs));
        }
      }
      int count = Math.min(Batch.ROWS_MAX, complete.count() - next);
      complete.write(next, count, output);
      next += count;
      return output;
    }

    private void take(Batch batch, KeyRuns keyRuns) {
      int runCount = keyRuns.find(batch);
      RunGroups groups = current;
      if (groups != null && groups.count() >= wish && runCount > 0) {
        int cut = keyRuns.starts()[runCount - 1];
        groups.add(batch, 0, cut, keyRuns, 0, runCount - 1);
        finishCurrent();
        wish = Math.min(4 * wish, Batch.ROWS_MAX);
        fresh().add(batch, cut, batch.count(), keyRuns, runCount - 1, runCount);
      } else {
        (groups == null ? fresh() : groups).add(batch, 0, batch.count(), keyRuns, 0, runCount);
      }
    }

    private RunGroups fresh() {
      RunGroups groups = new RunGroups(node.shape, open(workspace));
      current = groups;
      return groups;
    }

    private void finishCurrent() {
      RunGroups groups = current;
      if (groups != null) {
        groups.finish();
        current = null;
        complete = groups;
        next = 0;
      }
    }

    private void dropComplete() {
      if (complete != null) {
        complete.close();
        complete = null;
      }
    }

    @Override
    protected void stop() {
      current = null;
      complete = null;
      runs = null;
      release(output);
      close(workspace);
      input.close();
    }
  }
}
