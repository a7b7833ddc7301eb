package org.pydb.calcite.exec.table;

import java.util.List;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.RowBuilder;

/** Evaluates the CHECK constraints of a table. Not thread-safe. */
final class RowChecks {
  private final TableLayout layout;
  private final List<RowCheck> checks;
  private final Evaluator[] conditions;

  RowChecks(TableLayout layout, List<RowCheck> checks) {
    this.layout = layout;
    this.checks = checks;
    conditions =
        checks.stream().map(check -> check.condition().evaluator()).toArray(Evaluator[]::new);
  }

  boolean isEmpty() {
    return conditions.length == 0;
  }

  void open(ExecutionContext context) {
    for (Evaluator condition : conditions) {
      condition.open(context);
    }
  }

  void close() {
    for (Evaluator condition : conditions) {
      condition.close();
    }
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
    String text =
        "new row of table \""
            + table
            + "\" violates check constraint \""
            + checks.get(broken).name()
            + "\"";
    if (layout.definition().primaryKey() != null && row.firstNullViolation() < 0) {
      ByteBuilder key = row.key();
      text +=
          ": the row with key "
              + KeyPrinter.print(layout.rows().keyFormat(), key.array(), 0, key.length());
    }
    return new SqlError("23514", text);
  }
}
