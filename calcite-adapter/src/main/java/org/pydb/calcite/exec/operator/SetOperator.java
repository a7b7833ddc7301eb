package org.pydb.calcite.exec.operator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.SetOperationNode.Kind;
import org.pydb.calcite.exec.spill.Partitions;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Runs a {@link SetOperationNode}: a {@link CountedRows} is filled with the right rows; then it is
 * asked for each left row, which may change it.
 *
 * <p>Whenever that outgrows memory, what it knows goes to the disk, divided by the hash of the row,
 * and after it what is still to come from both sides. Each part is then done in the same way: what
 * has been given by then is taken care of by what the table knew.
 */
final class SetOperator extends Operator {
  private final SetOperationNode node;
  private final Operator left;
  private final Operator right;
  private final BatchView output;

  private @Nullable Workspace workspace;

  /** The parts that are still to be done; null before the first one. */
  private @Nullable Deque<Part> parts;

  private @Nullable Part part;
  private @Nullable CountedRows rows;
  private int[] selected = {};

  /** The rows of one side, from an operator or from the disk. */
  private record Side(
      @Nullable Operator operator,
      @Nullable SpilledRows rows,
      SpilledRows.@Nullable Reader reader) {

    static Side of(Operator operator) {
      return new Side(operator, null, null);
    }

    static Side of(@Nullable SpilledRows rows) {
      return new Side(null, rows, rows == null ? null : rows.read());
    }

    @Nullable Batch next() {
      if (operator != null) {
        return operator.next();
      }
      return reader == null ? null : reader.next();
    }

    void close() {
      if (rows != null) {
        rows.close();
      }
    }
  }

  /**
   * Rows of both sides that can be taken for themselves.
   *
   * @param level how often they were divided
   */
  private record Part(Side left, Side right, int level) {

    void close() {
      left.close();
      right.close();
    }
  }

  SetOperator(SetOperationNode node, Operator left, Operator right) {
    this.node = node;
    this.left = left;
    this.right = right;
    output = new BatchView(node.types().size());
  }

  @Override
  protected void start(ExecutionContext context) {
    workspace = workspace("SetOperation");
    left.open(context);
    right.open(context);
  }

  @Override
  protected @Nullable Batch produce() {
    Deque<Part> queue = parts;
    if (queue == null) {
      queue = new ArrayDeque<>();
      parts = queue;
      begin(new Part(Side.of(left), Side.of(right), 0), queue);
    }
    Batch batch = selectLeft(queue);
    while (batch == null && !queue.isEmpty()) {
      open(rows).close();
      begin(queue.pop(), queue);
      batch = selectLeft(queue);
    }
    return batch;
  }

  private void begin(Part begun, Deque<Part> queue) {
    part = begun;
    CountedRows counted = new CountedRows(node.types(), open(workspace));
    rows = counted;
    for (Batch batch = begun.right.next(); batch != null; batch = begun.right.next()) {
      if (isFull(counted, batch, begun.level)) {
        divide(begun, counted, batch, null, queue);
        return;
      }
      counted.add(batch);
    }
  }

  private static boolean isFull(CountedRows counted, Batch batch, int level) {
    return counted.size() > 0 && level < Partitions.LEVELS && !counted.hasRoom(batch);
  }

  /** The next left rows that remain; null if the part gives no more. */
  private @Nullable Batch selectLeft(Deque<Part> queue) {
    Part now = part;
    if (now == null) {
      return null;
    }
    CountedRows counted = open(rows);
    boolean inserts = node.kind() == Kind.EXCEPT;
    for (Batch batch = now.left.next(); batch != null; batch = now.left.next()) {
      if (inserts && isFull(counted, batch, now.level)) {
        divide(now, counted, null, batch, queue);
        return null;
      }
      int[] ids = counted.resolve(batch, inserts);
      int count = select(batch, ids, counted);
      if (count > 0) {
        return output.select(batch, selected, count);
      }
    }
    now.close();
    part = null;
    return null;
  }

  private int select(Batch batch, int[] ids, CountedRows counted) {
    selected = Selection.ensure(selected, batch.count());
    int found = 0;
    for (int k = 0; k < batch.count(); k++) {
      if (take(ids[k], counted)) {
        selected[found++] = batch.rows()[k];
      }
    }
    return found;
  }

  /** Whether a left row remains; counts it. */
  private boolean take(int id, CountedRows counted) {
    Kind kind = node.kind();
    if (id == KeyTable.NONE) {
      return kind == Kind.EXCEPT_ALL;
    }
    int count = counted.count(id);
    counted.setCount(
        id,
        switch (kind) {
          case INTERSECT -> 0;
          case INTERSECT_ALL, EXCEPT_ALL -> Math.max(0, count - 1);
          // The first one that comes stands in the way of the others as if it were on the right.
          case EXCEPT -> Math.max(1, count);
        });
    boolean intersects = kind == Kind.INTERSECT || kind == Kind.INTERSECT_ALL;
    return intersects == (count > 0);
  }

  /**
   * Divides what is known and what is still to come.
   *
   * @param nextRight the right batch that found no place; null if all right rows are known
   * @param nextLeft the left batch that found no place; null if none has come
   */
  private void divide(
      Part divided,
      CountedRows counted,
      @Nullable Batch nextRight,
      @Nullable Batch nextLeft,
      Deque<Part> queue) {
    Workspace work = open(workspace);
    Partitions rightParts =
        new Partitions(work, counted.spilledTypes(), node.types(), divided.level);
    counted.spill(rightParts);
    for (Batch batch = nextRight; batch != null; batch = divided.right.next()) {
      counted.spill(batch, rightParts);
    }
    rightParts.finish();
    Partitions leftParts = new Partitions(work, node.types(), node.types(), divided.level);
    Vector[] columns = new Vector[node.types().size()];
    Batch batch = nextLeft == null ? divided.left.next() : nextLeft;
    for (; batch != null; batch = divided.left.next()) {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = batch.column(i);
      }
      leftParts.add(batch, batch.rows(), batch.count(), columns);
    }
    leftParts.finish();
    for (int i = 0; i < Partitions.COUNT; i++) {
      SpilledRows leftRows = leftParts.get(i);
      if (leftRows != null) {
        queue.push(new Part(Side.of(leftRows), Side.of(rightParts.get(i)), divided.level + 1));
      }
    }
    divided.close();
    part = null;
  }

  @Override
  protected void stop() {
    parts = null;
    part = null;
    rows = null;
    close(workspace);
    left.close();
    right.close();
  }
}
