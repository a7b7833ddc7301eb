package org.pydb.calcite.exec.table;

import java.util.List;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.schema.ColumnType;

/** Applies the {@link RowRules} of a table. Not thread-safe. */
final class RowChecks {
  private final TableLayout layout;
  private final List<RowCheck> checks;
  private final Evaluator[] conditions;
  private final int[] generated;
  private final Evaluator[] values;

  /** The columns of a row that is given by itself. */
  private final RowColumns wholeRow;

  /** The rows of a batch with their generated columns. */
  private final Batch complete;

  RowChecks(TableLayout layout, RowRules rules) {
    this.layout = layout;
    this.checks = rules.checks();
    conditions =
        checks.stream().map(check -> check.condition().evaluator()).toArray(Evaluator[]::new);
    generated = rules.generated().stream().mapToInt(GeneratedValue::column).toArray();
    values =
        rules.generated().stream().map(one -> one.value().evaluator()).toArray(Evaluator[]::new);
    wholeRow = RowColumns.beside(layout.definition().visibleColumns(), 0, rules.columns());
    complete = Batch.ofWidth(layout.definition().columns().size());
  }

  boolean isEmpty() {
    return conditions.length == 0;
  }

  /**
   * Rows of all columns of the table, with the values of generated columns.
   *
   * @return valid until the next call; the batch itself if there are no such columns
   */
  Batch complete(Batch rows) {
    if (values.length == 0) {
      return rows;
    }
    for (int i = 0; i < complete.columnCount(); i++) {
      complete.setColumn(i, rows.column(i));
    }
    complete.select(rows.size(), rows.rows(), rows.count());
    for (int i = 0; i < values.length; i++) {
      complete.setColumn(generated[i], values[i].evaluate(rows, rows.rows(), rows.count()));
    }
    return complete;
  }

  /**
   * Gives a row the values of its generated columns, and checks it.
   *
   * @throws SqlError 23514 if it breaks a constraint, 44000 if a view's condition
   */
  void apply(RowBuilder row) {
    if (values.length > 0) {
      Batch columns = wholeRow.fill(row);
      for (int i = 0; i < values.length; i++) {
        ColumnType type = layout.definition().columns().get(generated[i]).type();
        Vector value = values[i].evaluate(columns, columns.rows(), 1);
        RowWriter.set(row, generated[i], type, value, 0);
      }
    }
    if (conditions.length > 0 && firstViolation(wholeRow.fill(row)) >= 0) {
      throw error(row);
    }
  }

  void open(ExecutionContext context) {
    wholeRow.open(context.transaction(TableAccess.class));
    for (Evaluator condition : conditions) {
      condition.open(context);
    }
    for (Evaluator value : values) {
      value.open(context);
    }
  }

  void close() {
    for (Evaluator condition : conditions) {
      condition.close();
    }
    for (Evaluator value : values) {
      value.close();
    }
    wholeRow.release();
  }

  /**
   * The position of the first row of a batch that breaks a constraint, or -1; {@link #broken} then
   * tells which.
   */
  int firstViolation(Batch rows) {
    int first = -1;
    for (int i = 0; i < conditions.length; i++) {
      LongVector truth = (LongVector) conditions[i].evaluate(rows, rows.rows(), rows.count());
      for (int k = 0; k < rows.count(); k++) {
        int row = rows.rows()[k];
        if (first >= 0 && row >= first) {
          break;
        }
        if (!truth.isNull(row) && truth.get(row) == 0) {
          first = row;
          broken = i;
        }
      }
    }
    return first;
  }

  private int broken;

  /** The error of the row that {@link #firstViolation} found. */
  SqlError error(RowBuilder row) {
    String table = layout.definition().name();
    RowCheck check = checks.get(broken);
    if (check.isOfView()) {
      return new SqlError(
          "44000", "new row violates check option for view \"" + check.name() + "\"");
    }
    String text =
        "new row of table \"" + table + "\" violates check constraint \"" + check.name() + "\"";
    if (layout.definition().primaryKey() != null && row.firstNullViolation() < 0) {
      ByteBuilder key = row.key();
      text +=
          ": the row with key "
              + KeyPrinter.print(layout.rows().keyFormat(), key.array(), 0, key.length());
    }
    return new SqlError("23514", text);
  }
}
