package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * INTERSECT and EXCEPT, with ALL or without: those rows of the left input that the right one has,
 * or has not. NULL equals NULL. Distinct unions are an {@link AggregateNode} over a {@link
 * UnionNode}.
 */
public final class SetOperationNode extends PlanNode {

  /** Which rows of the left input remain. */
  public enum Kind {
    /** Each row once that is in both. */
    INTERSECT,
    /** Each row as often as it is in both. */
    INTERSECT_ALL,
    /** Each row once that is not in the right input. */
    EXCEPT,
    /** Each row as often as it is in the left input more than in the right one. */
    EXCEPT_ALL
  }

  private final Kind kind;
  private final PlanNode left;
  private final PlanNode right;

  /** An operation on two inputs whose columns have the same types. */
  public SetOperationNode(Kind kind, PlanNode left, PlanNode right) {
    super(left.types(), List.of(left, right));
    this.kind = kind;
    this.left = left;
    this.right = right;
  }

  @Override
  public String describe() {
    return "SetOperation: " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public Operator operator() {
    return new SetOperator(this, left.operator(), right.operator());
  }

  private static final class SetOperator extends Operator {
    private final SetOperationNode node;
    private final Operator left;
    private final Operator right;
    private final BatchView output;
    private @Nullable MemoryAccount memory;
    private @Nullable KeyTable table;

    /** By number of a row: how often it came from the right and was not used up by the left. */
    private int[] counts = {};

    private int[] ids = {};
    private int[] selected = {};

    SetOperator(SetOperationNode node, Operator left, Operator right) {
      this.node = node;
      this.left = left;
      this.right = right;
      output = new BatchView(node.types().size());
    }

    @Override
    protected void start(ExecutionContext context) {
      memory = new MemoryAccount(context.memory(), "SetOperation");
      left.open(context);
      right.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      KeyTable rows = table;
      if (rows == null) {
        rows = readRight();
      }
      for (Batch batch = left.next(); batch != null; batch = left.next()) {
        resolve(rows, batch, node.kind == Kind.EXCEPT);
        int count = select(batch);
        if (count > 0) {
          return output.select(batch, selected, count);
        }
      }
      return null;
    }

    private KeyTable readRight() {
      KeyTable rows = KeyTable.of(node.types(), true, open(memory));
      counts = new int[16];
      for (Batch batch = right.next(); batch != null; batch = right.next()) {
        resolve(rows, batch, true);
        for (int k = 0; k < batch.count(); k++) {
          counts[ids[k]]++;
        }
      }
      table = rows;
      return rows;
    }

    /** Numbers the rows of a batch; those not there yet only on demand. */
    private void resolve(KeyTable rows, Batch batch, boolean insert) {
      ids = Selection.ensure(ids, batch.count());
      Vector[] vectors = new Vector[batch.columnCount()];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = batch.column(i);
      }
      if (insert) {
        rows.insert(vectors, batch.rows(), batch.count(), ids);
      } else {
        rows.find(vectors, batch.rows(), batch.count(), ids);
      }
      if (rows.size() > counts.length) {
        int capacity = Math.max(rows.size(), 2 * counts.length);
        open(memory).use((long) Integer.BYTES * (capacity - counts.length));
        counts = Arrays.copyOf(counts, capacity);
      }
    }

    private int select(Batch batch) {
      selected = Selection.ensure(selected, batch.count());
      int found = 0;
      for (int k = 0; k < batch.count(); k++) {
        if (take(ids[k])) {
          selected[found++] = batch.rows()[k];
        }
      }
      return found;
    }

    /** Whether a left row remains; counts it. */
    private boolean take(int id) {
      if (id == KeyTable.NONE) {
        return node.kind == Kind.EXCEPT_ALL;
      }
      int count = counts[id];
      counts[id] =
          switch (node.kind) {
            case INTERSECT -> 0;
            case INTERSECT_ALL, EXCEPT_ALL -> Math.max(0, count - 1);
            // The first one that comes stands in the way of the others as if it were on the right.
            case EXCEPT -> Math.max(1, count);
          };
      boolean intersects = node.kind == Kind.INTERSECT || node.kind == Kind.INTERSECT_ALL;
      return intersects == (count > 0);
    }

    @Override
    protected void stop() {
      table = null;
      counts = new int[0];
      close(memory);
      left.close();
      right.close();
    }
  }
}
