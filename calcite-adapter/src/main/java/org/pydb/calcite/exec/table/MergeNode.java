package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.TableWriter;

/** Inserts, updates and deletes rows of one table, as each row of its input says. */
public final class MergeNode extends ModifyNode {

  /** What is done with a row. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /**
   * One of the things that are done.
   *
   * @param columns which columns get values; all of them, in order, of a row that is inserted
   * @param inputFirst where the values begin in the input
   */
  public record Action(Kind kind, List<Integer> columns, int inputFirst) {

    /** Takes a copy of the list. */
    public Action {
      columns = List.copyOf(columns);
    }
  }

  private final List<Action> actions;
  private final RowRules rules;

  /**
   * A merge.
   *
   * @param input the {@link RowKey} of a row, which may be NULL, the number of what is done, which
   *     is negative for nothing, and the values that the actions name
   * @param rules those of the table
   * @param returning what to give of each row; null for their number
   */
  public MergeNode(
      TableLayout layout,
      PlanNode input,
      List<Action> actions,
      RowRules rules,
      @Nullable Returning returning) {
    super(layout, input, returning);
    this.actions = List.copyOf(actions);
    this.rules = rules;
    List<ColumnDefinition> table = layout.definition().columns();
    for (Action action : actions) {
      for (int i = 0; i < action.columns.size(); i++) {
        ColumnDefinition column = table.get(action.columns.get(i));
        if (!input.types().get(action.inputFirst + i).equals(column.type())) {
          throw new IllegalArgumentException(
              "merge of " + column.name() + ": " + input.types().get(action.inputFirst + i));
        }
      }
    }
  }

  @Override
  public String describe() {
    return "Merge: " + layout.definition().name();
  }

  @Override
  public Operator operator() {
    return new Merge(this);
  }

  private static final class Merge extends Modify {
    private final Action[] actions;
    private final List<ColumnDefinition> table;
    private final RowChecks checks;
    private final RowLookup lookup;
    private @Nullable TouchedRows touched;

    Merge(MergeNode node) {
      super(node);
      actions = node.actions.toArray(Action[]::new);
      table = layout.definition().columns();
      checks = new RowChecks(layout, node.rules);
      lookup = new RowLookup(layout);
    }

    @Override
    protected void start(ExecutionContext context) {
      checks.open(context);
      super.start(context);
    }

    @Override
    void begin(TableWriter writer, TableAccess now) {
      touched = new TouchedRows(now, layout.definition());
    }

    @Override
    long write(Batch batch, TableWriter writer, TableAccess now) {
      LongVector which = (LongVector) batch.column(1);
      long written = 0;
      for (int k = 0; k < batch.count(); k++) {
        int at = batch.rows()[k];
        int action = (int) which.get(at);
        if (action >= 0 && merge(actions[action], batch, at, writer, now)) {
          written++;
        }
      }
      return written;
    }

    private boolean merge(Action action, Batch batch, int at, TableWriter writer, TableAccess now) {
      if (action.kind == Kind.INSERT) {
        take(action, batch, at);
        writer.insert(row);
        wrote(row, batch, at);
        return true;
      }
      RowView old = find(batch, at, now);
      if (action.kind == Kind.DELETE) {
        if (!writer.delete(old)) {
          return false;
        }
        wrote(old, batch, at);
      } else {
        row.setAll(old);
        take(action, batch, at);
        if (!writer.update(old, row)) {
          return false;
        }
        wrote(row, batch, at);
      }
      touch(batch, at);
      return true;
    }

    /** Takes the values of an action into the row, and checks it. */
    private void take(Action action, Batch batch, int at) {
      for (int i = 0; i < action.columns.size(); i++) {
        int column = action.columns.get(i);
        RowWriter.set(
            row, column, table.get(column).type(), batch.column(action.inputFirst + i), at);
      }
      checks.apply(row);
    }

    private RowView find(Batch batch, int at, TableAccess now) {
      BytesVector keys = (BytesVector) batch.column(0);
      int from = keys.start(at);
      int to = from + keys.length(at);
      TouchedRows before = touched;
      if (before != null && before.contains(keys.array(at), from, to)) {
        throw new SqlError(
            "21000",
            "MERGE command cannot affect row a second time: ensure that not more than one source row"
                + " matches any one target row");
      }
      if (!lookup.find(now.view(), keys.array(at), from, to)) {
        throw new IllegalStateException("a row to merge is not in the statement's view");
      }
      return lookup.row();
    }

    private void touch(Batch batch, int at) {
      BytesVector keys = (BytesVector) batch.column(0);
      TouchedRows before = touched;
      assert before != null : "begun";
      before.add(keys.array(at), keys.start(at), keys.start(at) + keys.length(at));
    }

    @Override
    protected void stop() {
      checks.close();
      touched = null;
      super.stop();
    }
  }
}
