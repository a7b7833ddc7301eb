package org.pydb.calcite.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows of a plan of ours, as often as generated code asks for them: each time its operators run
 * anew. Not thread-safe.
 *
 * <p>Most of Calcite's operators keep the rows that they read, and none counts its memory. So the
 * rows of the longest run are counted here until the execution ends.
 */
final class BridgeInput extends AbstractEnumerable<@Nullable Object> {
  private final PlanNode node;
  private final List<BridgePlan.OuterRow> outerRows;
  private final CarriedRows rows;
  private final Deque<Operator> idle = new ArrayDeque<>();
  private final List<Operator> open = new ArrayList<>();
  private @Nullable ExecutionContext context;
  private @Nullable MemoryAccount memory;
  private long mostRows;

  BridgeInput(BridgePlan.Input input) {
    node = input.plan();
    rows = new CarriedRows(node.types());
    outerRows = input.outerRows();
  }

  void open(ExecutionContext newContext) {
    context = newContext;
    memory = new MemoryAccount(newContext.memory(), "Bridge");
    mostRows = 0;
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    return new RowEnumerator(context());
  }

  /** The rows that the plan gives for the used values of rows outside. */
  Enumerable<@Nullable Object> forOuterRow(@Nullable Object values) {
    return new AbstractEnumerable<@Nullable Object>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new RowEnumerator(inner(values));
      }
    };
  }

  private ExecutionContext inner(@Nullable Object values) {
    List<ColumnType> used = new ArrayList<>();
    for (BridgePlan.OuterRow row : outerRows) {
      row.used().forEach(column -> used.add(row.types().get(column)));
    }
    Batch batch = BridgeScalar.oneRow(used.toArray(ColumnType[]::new));
    for (int i = 0; i < batch.columnCount(); i++) {
      batch.column(i).reset(1);
    }
    new CarriedRows(used).write(values, batch, 0);
    ExecutionContext inner = context();
    int next = 0;
    for (BridgePlan.OuterRow row : outerRows) {
      List<Vector> columns = new ArrayList<>(row.types().stream().map(Vector::of).toList());
      for (int column : row.used()) {
        columns.set(column, batch.column(next++));
      }
      inner = inner.inner(row.query(), columns);
    }
    return inner;
  }

  private ExecutionContext context() {
    ExecutionContext now = context;
    if (now == null) {
      throw new IllegalStateException("the bridge is not open");
    }
    return now;
  }

  private Operator take(ExecutionContext of) {
    Operator operator = idle.isEmpty() ? node.operator() : idle.pop();
    open.add(operator);
    operator.open(of);
    return operator;
  }

  private void giveBack(Operator operator) {
    if (open.remove(operator)) {
      operator.close();
      idle.push(operator);
    }
  }

  private void count(long rowCount) {
    MemoryAccount account = memory;
    if (account != null && rowCount > mostRows) {
      account.use((rowCount - mostRows) * rows.bytesPerRow());
      mostRows = rowCount;
    }
  }

  void close() {
    try {
      for (Operator operator : List.copyOf(open)) {
        giveBack(operator);
      }
    } finally {
      MemoryAccount account = memory;
      if (account != null) {
        account.close();
      }
      memory = null;
      context = null;
    }
  }

  /** One pass over the rows. */
  private final class RowEnumerator implements Enumerator<@Nullable Object> {
    private final ExecutionContext of;
    private @Nullable Operator operator;
    private @Nullable Batch batch;
    private int next;
    private long rowCount;
    private @Nullable Object row;

    RowEnumerator(ExecutionContext of) {
      this.of = of;
      operator = take(of);
    }

    @Override
    public @Nullable Object current() {
      return row;
    }

    @Override
    public boolean moveNext() {
      Batch now = batch;
      if (now == null || next == now.count()) {
        now = fetch();
        if (now == null) {
          return false;
        }
      }
      row = rows.read(now, now.rows()[next++]);
      return true;
    }

    private @Nullable Batch fetch() {
      Operator from = operator;
      if (from == null) {
        return null;
      }
      next = 0;
      batch = from.next();
      if (batch == null) {
        close();
      } else {
        rowCount += batch.count();
        count(rowCount);
      }
      return batch;
    }

    @Override
    public void reset() {
      close();
      operator = take(of);
    }

    @Override
    public void close() {
      Operator used = operator;
      operator = null;
      batch = null;
      if (used != null) {
        giveBack(used);
      }
    }
  }
}
