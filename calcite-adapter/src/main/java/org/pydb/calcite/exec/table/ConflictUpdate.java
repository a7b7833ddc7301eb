package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.TableWriter;

/** Updates rows that are in the way of new ones: DO UPDATE. Not thread-safe. */
final class ConflictUpdate {
  /** Of both rows. */
  private static final int COLUMNS_MAX = 2 * RowLayout.COLUMNS_MAX;

  private final int[] columns;
  private final ColumnType[] types;
  private final Evaluator[] values;
  private final @Nullable Evaluator condition;
  private final RowQuery.@Nullable Runner query;
  private final RowChecks checks;

  /** The row that is there, and behind it the new one. */
  private final RowColumns both;

  private final RowBuilder row;

  ConflictUpdate(TableLayout layout, ConflictAction.Update update, RowRules rules) {
    List<ColumnDefinition> table = layout.definition().columns();
    columns = update.columns().stream().mapToInt(Integer::intValue).toArray();
    types = update.columns().stream().map(c -> table.get(c).type()).toArray(ColumnType[]::new);
    values = Expression.evaluators(update.values());
    Expression wanted = update.condition();
    condition = wanted == null ? null : wanted.evaluator();
    RowQuery queried = update.query();
    query = queried == null ? null : new RowQuery.Runner(queried);
    this.checks = new RowChecks(layout, rules);
    List<ColumnDefinition> visible = layout.definition().visibleColumns();
    both = RowColumns.beside(visible, visible.size(), usedColumns(update));
    row = new RowBuilder(layout.rows());
  }

  /** The columns of the two rows that are looked at. */
  private static BitSet usedColumns(ConflictAction.Update update) {
    BitSet used = Expressions.columnsOf(update.values());
    Expression condition = update.condition();
    if (condition != null) {
      Expressions.addColumns(condition, used);
    }
    if (update.query() != null) {
      used.set(0, COLUMNS_MAX); // A query may use any.
    }
    return used;
  }

  /**
   * Begins.
   *
   * @param workspace room for the row that a query sees; closed by who gives it
   */
  void open(ExecutionContext context, Supplier<Workspace> workspace) {
    checks.open(context);
    both.open(context.transaction(TableAccess.class));
    if (query != null) {
      query.open(context, workspace.get());
    }
    for (Evaluator value : values) {
      value.open(context);
    }
    if (condition != null) {
      condition.open(context);
    }
  }

  void close() {
    checks.close();
    if (query != null) {
      query.close();
    }
    for (Evaluator value : values) {
      value.close();
    }
    if (condition != null) {
      condition.close();
    }
    both.release();
    row.clear();
  }

  /**
   * Updates a row that is in the way.
   *
   * @param there the row, locked
   * @param batch holds the new one
   * @param at its position
   * @return what the row is now; null if the condition lets it be
   */
  @Nullable RowBuilder update(RowView there, Batch batch, int at, TableWriter writer) {
    Batch pair = both.fill(there, batch, 0, at);
    if (condition != null && !isTrue(condition, pair, at)) {
      return null;
    }
    row.setAll(there);
    if (query == null) {
      for (int i = 0; i < columns.length; i++) {
        RowWriter.set(row, columns[i], types[i], values[i].evaluate(pair, pair.rows(), 1), at);
      }
    } else {
      Batch found = query.run(pair);
      if (found == null) {
        return null;
      }
      for (int i = 0; i < columns.length; i++) {
        RowWriter.set(row, columns[i], types[i], found.column(i), found.rows()[0]);
      }
    }
    checks.apply(row);
    writer.updateInTheWay(there, row);
    return row;
  }

  private static boolean isTrue(Evaluator condition, Batch pair, int at) {
    LongVector truth = (LongVector) condition.evaluate(pair, pair.rows(), 1);
    return !truth.isNull(at) && truth.get(at) != 0;
  }

  static SqlError touchedTwice() {
    return new SqlError(
        "21000",
        "ON CONFLICT DO UPDATE command cannot affect row a second time: ensure that no rows proposed"
            + " for insertion within the same command have duplicate constrained values");
  }
}
