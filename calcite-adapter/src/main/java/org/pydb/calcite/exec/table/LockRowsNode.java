package org.pydb.calcite.exec.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.RowCount;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.lock.LockWait;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Locks the rows of tables that its input is made of, and gives what it could lock: {@code SELECT …
 * FOR UPDATE}.
 *
 * <p>It has the query's limit, so that those rows are locked that go out, and no others: with
 * {@code LIMIT 1 … SKIP LOCKED} the first that nobody else has. For that the input comes in its
 * final order. All of it happens with the first call for a batch, since a lock may show that the
 * statement must run again.
 */
public final class LockRowsNode extends PlanNode {

  /**
   * Which rows to lock, and how.
   *
   * @param table whose rows
   * @param keyColumn the column of the input with the {@link RowKey}
   * @param mode how strong the lock is
   * @param waiting what happens at a row that somebody else has locked
   */
  public record Target(TableDefinition table, int keyColumn, LockMode mode, LockWait waiting) {

    @Override
    public String toString() {
      String suffix = waiting == LockWait.WAIT ? "" : " " + waiting.name().replace('_', ' ');
      return mode + " of " + table.name() + suffix;
    }
  }

  private final PlanNode input;
  private final List<Target> targets;
  private final @Nullable Expression offset;
  private final @Nullable Expression limit;

  /**
   * A step that locks.
   *
   * @param input the columns that go out, and behind them the keys of rows
   * @param columnCount how many columns go out
   * @param offset how many rows of the input to pass over, without a lock; null for none
   * @param limit how many rows to lock and give at most; null for all
   */
  public LockRowsNode(
      PlanNode input,
      int columnCount,
      List<Target> targets,
      @Nullable Expression offset,
      @Nullable Expression limit) {
    super(input.types().subList(0, columnCount), List.of(input));
    this.input = input;
    this.targets = List.copyOf(targets);
    this.offset = offset;
    this.limit = limit;
  }

  /** What is locked. */
  public List<Target> targets() {
    return targets;
  }

  @Override
  public String describe() {
    return "Lock Rows: "
        + targets.stream().map(Target::toString).collect(Collectors.joining(", "))
        + (limit == null ? "" : ", " + limit)
        + (offset == null ? "" : " after " + offset);
  }

  @Override
  public Operator operator() {
    return new LockRows(this);
  }

  private static final class LockRows extends Operator {
    private final Operator input;
    private final Target[] targets;
    private final RowCount offset;
    private final RowCount limit;
    private final LockRowsNode node;
    private final int[] one = new int[1];
    private @Nullable Workspace workspace;
    private @Nullable BufferedRows rows;
    private long toSkip;
    private long toGive;

    LockRows(LockRowsNode node) {
      this.node = node;
      input = node.input.operator();
      targets = node.targets.toArray(Target[]::new);
      offset = RowCount.offset(node.offset);
      limit = RowCount.limit(node.limit);
    }

    @Override
    protected void start(ExecutionContext context) {
      workspace = workspace("Lock Rows");
      toSkip = offset.evaluate(context);
      toGive = limit.evaluate(context);
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      BufferedRows locked = rows;
      if (locked == null) {
        locked = lockAll();
        rows = locked;
      }
      return locked.next();
    }

    private BufferedRows lockAll() {
      Workspace work = workspace;
      assert work != null;
      Transaction transaction = context().transaction(TableAccess.class).transaction();
      BufferedRows locked = new BufferedRows(work, node.types());
      while (toGive > 0) {
        Batch batch = input.next();
        if (batch == null) {
          break;
        }
        for (int k = 0; k < batch.count() && toGive > 0; k++) {
          if (toSkip > 0) {
            toSkip--;
          } else if (lock(transaction, batch, batch.rows()[k])) {
            one[0] = batch.rows()[k];
            locked.append(batch, one, 1);
            toGive--;
          }
        }
      }
      return locked;
    }

    /** Locks what a row is made of; false if somebody else has part of it. */
    private boolean lock(Transaction transaction, Batch batch, int row) {
      for (Target target : targets) {
        BytesVector keys = (BytesVector) batch.column(target.keyColumn);
        int from = keys.start(row);
        boolean locked =
            transaction.lockRow(
                target.table,
                keys.array(row),
                from,
                from + keys.length(row),
                target.mode,
                target.waiting);
        if (!locked) {
          return false;
        }
      }
      return true;
    }

    @Override
    protected void stop() {
      offset.close();
      limit.close();
      rows = null;
      if (workspace != null) {
        workspace.close();
      }
      input.close();
    }
  }
}
