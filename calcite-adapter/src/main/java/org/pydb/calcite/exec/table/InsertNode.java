package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.TableWriter;

/** Inserts the rows of its input. */
public final class InsertNode extends ModifyNode {
  private final List<RowCheck> checks;

  /**
   * An insert.
   *
   * @param input all columns of the table, in order, of exactly their types
   * @param checks the constraints of the table
   * @param returning what to give of each row; null for their number
   */
  public InsertNode(
      TableLayout layout, PlanNode input, List<RowCheck> checks, @Nullable Returning returning) {
    super(layout, input, returning);
    this.checks = List.copyOf(checks);
    List<ColumnType> types =
        layout.definition().columns().stream().map(ColumnDefinition::type).toList();
    if (!input.types().equals(types)) {
      throw new IllegalArgumentException(
          "insert into " + layout.definition().name() + ": " + input.types() + " for " + types);
    }
  }

  @Override
  public String describe() {
    return "Insert: " + layout.definition().name();
  }

  /** Whether its rows stand in the statement, so that it reads none. */
  public boolean readsNothing() {
    PlanNode source = input;
    while (source instanceof ProjectNode) {
      source = source.inputs().get(0);
    }
    return source instanceof ValuesNode;
  }

  @Override
  public Operator operator() {
    return new Insert(this);
  }

  private static final class Insert extends Modify {
    private final RowChecks checks;
    private final ColumnType[] types;

    Insert(InsertNode node) {
      super(node);
      checks = new RowChecks(layout, node.checks);
      types =
          layout.definition().columns().stream()
              .map(ColumnDefinition::type)
              .toArray(ColumnType[]::new);
    }

    @Override
    protected void start(ExecutionContext context) {
      checks.open(context);
      super.start(context);
    }

    @Override
    long write(Batch batch, TableWriter writer, TableAccess now) {
      int violation = checks.isEmpty() ? -1 : checks.firstViolation(batch);
      int[] rows = batch.rows();
      for (int k = 0; k < batch.count(); k++) {
        for (int column = 0; column < types.length; column++) {
          RowWriter.set(row, column, types[column], batch.column(column), rows[k]);
        }
        if (rows[k] == violation) {
          throw checks.error(row);
        }
        writer.insert(row);
        wrote(row, batch, rows[k]);
      }
      return batch.count();
    }

    @Override
    protected void stop() {
      checks.close();
      super.stop();
    }
  }
}
