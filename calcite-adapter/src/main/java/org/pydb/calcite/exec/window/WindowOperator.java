package org.pydb.calcite.exec.window;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Loads whole partitions, then gives their rows with what functions make of them. Whatever part of
 * a batch belongs to a partition that goes on stays in the input's batch until the next load.
 */
final class WindowOperator extends Operator {
  private final WindowNode node;
  private final Operator input;
  private final List<ColumnType> passedTypes;
  private final Batch output;
  private final Vector[] results;
  private @Nullable Workspace workspace;
  private @Nullable WindowRows rows;
  private WindowEvaluator[] evaluators = {};

  /** The rows of the load as they go on; null if there is no load. */
  private @Nullable BufferedRows passed;

  /** How many rows of the load were given. */
  private int given;

  /** The input's batch, of which rows from {@link #pendingFrom} on are not yet loaded. */
  private @Nullable Batch pending;

  private int pendingFrom;
  private boolean isInputDone;

  WindowOperator(WindowNode node, Operator input) {
    this.node = node;
    this.input = input;
    passedTypes = node.inputTypes().subList(0, node.passedCount());
    output = Batch.ofWidth(node.types().size());
    results = node.calls().stream().map(call -> Vector.of(call.type())).toArray(Vector[]::new);
  }

  @Override
  protected void start(ExecutionContext context) {
    workspace = workspace("Window");
    isInputDone = false;
    pending = null;
    passed = null;
    input.open(context);
  }

  @Override
  protected @Nullable Batch produce() {
    while (true) {
      BufferedRows load = passed;
      Batch batch = load == null ? null : load.next();
      if (batch != null) {
        return withResults(batch);
      }
      if (load != null) {
        load.close();
        passed = null;
      }
      if (!load()) {
        return null;
      }
    }
  }

  private Batch withResults(Batch batch) {
    int count = batch.count();
    for (int i = 0; i < passedTypes.size(); i++) {
      output.setColumn(i, batch.column(i));
    }
    for (int i = 0; i < results.length; i++) {
      results[i].reset(count);
      evaluators[i].compute(given, count, results[i]);
      output.setColumn(passedTypes.size() + i, results[i]);
    }
    output.selectAll(count);
    given += count;
    return output;
  }

  // ------------------------------------------------------------------ loading

  /** Loads partitions, at least one; false if there are no more. */
  private boolean load() {
    WindowRows loaded = emptyRows();
    BufferedRows buffered = new BufferedRows(Objects.requireNonNull(workspace), passedTypes);
    passed = buffered;
    given = 0;
    for (Batch batch = nextPending(); batch != null; batch = nextPending()) {
      int start = lastStart(loaded, batch);
      boolean isWhole = start > pendingFrom || (start == pendingFrom && loaded.size() > 0);
      int end = isWhole ? start : batch.count();
      append(loaded, buffered, batch, end);
      if (isWhole) {
        break;
      }
      pending = null;
    }
    if (loaded.size() == 0) {
      return false;
    }
    loaded.finish();
    for (WindowEvaluator evaluator : evaluators) {
      evaluator.begin();
    }
    return true;
  }

  private WindowRows emptyRows() {
    WindowRows loaded = rows;
    if (loaded == null) {
      loaded =
          new WindowRows(
              node.inputTypes(),
              node.keptColumns(),
              node.partitionColumns(),
              node.orderKeys(),
              Objects.requireNonNull(workspace));
      rows = loaded;
      WindowRows of = loaded;
      evaluators =
          node.calls().stream()
              .map(call -> WindowEvaluator.of(call, of, node.inputTypes()))
              .toArray(WindowEvaluator[]::new);
    }
    loaded.clear();
    return loaded;
  }

  private @Nullable Batch nextPending() {
    if (pending == null && !isInputDone) {
      pending = input.next();
      pendingFrom = 0;
      isInputDone = pending == null;
    }
    return pending;
  }

  /** Where the last partition begins of which a row is pending; -1 if none does. */
  private int lastStart(WindowRows loaded, Batch batch) {
    for (int k = batch.count() - 1; k > pendingFrom; k--) {
      if (loaded.startsPartition(batch, k, false)) {
        return k;
      }
    }
    return loaded.startsPartition(batch, pendingFrom, true) ? pendingFrom : -1;
  }

  private void append(WindowRows loaded, BufferedRows buffered, Batch batch, int end) {
    if (end > pendingFrom) {
      loaded.append(batch, pendingFrom, end);
      buffered.append(batch, Arrays.copyOfRange(batch.rows(), pendingFrom, end), end - pendingFrom);
      pendingFrom = end;
    }
  }

  @Override
  protected void stop() {
    rows = null;
    evaluators = new WindowEvaluator[0];
    passed = null;
    pending = null;
    for (Vector result : results) {
      result.release();
    }
    if (workspace != null) {
      workspace.close();
    }
    workspace = null;
    input.close();
  }
}
