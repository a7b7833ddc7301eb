package org.pydb.calcite.exec.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.TableWriter;

/** Gives rows new values in some columns. */
public final class UpdateNode extends ModifyNode {
  private final List<Integer> columns;
  private final RowRules rules;

  /**
   * An update.
   *
   * @param input the {@link RowKey} of each row, then the new values of the columns, of exactly
   *     their types; of a row that comes several times in succession the first counts
   * @param columns which columns get new values
   * @param rules those of the table
   * @param returning what to give of each row; null for their number
   */
  public UpdateNode(
      TableLayout layout,
      PlanNode input,
      List<Integer> columns,
      RowRules rules,
      @Nullable Returning returning) {
    super(layout, passingLarge(layout, input, columns, 1, rules, returning), returning);
    this.columns = List.copyOf(columns);
    this.rules = rules;
    List<ColumnDefinition> table = layout.definition().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (!input.types().get(i + 1).equals(table.get(columns.get(i)).type())) {
        throw new IllegalArgumentException(
            "update of " + table.get(columns.get(i)).name() + ": " + input.types().get(i + 1));
      }
    }
  }

  @Override
  public String describe() {
    List<ColumnDefinition> table = layout.definition().columns();
    return "Update: "
        + layout.definition().name()
        + " set "
        + columns.stream().map(c -> table.get(c).name()).collect(Collectors.joining(", "));
  }

  @Override
  public Operator operator() {
    return new Update(this);
  }

  private static final class Update extends KeyedModify {
    private final int[] columns;
    private final ColumnType[] types;
    private final RowChecks checks;

    Update(UpdateNode node) {
      super(node);
      checks = new RowChecks(layout, node.rules);
      columns = node.columns.stream().mapToInt(Integer::intValue).toArray();
      List<ColumnDefinition> table = layout.definition().columns();
      types = node.columns.stream().map(c -> table.get(c).type()).toArray(ColumnType[]::new);
    }

    @Override
    protected void start(ExecutionContext context) {
      checks.open(context);
      super.start(context);
    }

    @Override
    boolean change(RowView old, Batch batch, int at, TableWriter writer) {
      row.setAll(old);
      for (int i = 0; i < columns.length; i++) {
        set(columns[i], types[i], i + 1, batch.column(i + 1), at);
      }
      checks.apply(row);
      if (!writer.update(old, row)) {
        return false;
      }
      wrote(row, batch, at);
      return true;
    }

    @Override
    protected void stop() {
      checks.close();
      super.stop();
    }
  }
}
