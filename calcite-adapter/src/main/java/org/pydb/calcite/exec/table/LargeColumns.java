package org.pydb.calcite.exec.table;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.value.LargeBytes;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.row.Row;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.table.LargeValue;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * Finds the values that references stand for, in columns that may {@linkplain
 * org.pydb.calcite.exec.operator.PlanNode#largeColumns hold} some.
 */
public final class LargeColumns {
  private final BitSet columns;
  private final ExecutionContext context;

  /** The columns of one execution. */
  public LargeColumns(BitSet columns, ExecutionContext context) {
    this.columns = columns;
    this.context = context;
  }

  /** The value that the bytes of a column stand for; null if they are the value. */
  public @Nullable LargeSource source(int column, byte[] bytes, int from, int length) {
    if (!columns.get(column) || !LargeReference.is(bytes, from, length)) {
      return null;
    }
    LargeReference reference = LargeReference.get(bytes, from);
    return reference.tree() == ParameterValues.LARGE
        ? context.largeParameter(reference)
        : value(reference, context.transaction(TableAccess.class));
  }

  /** The value of a column that is not in its row. */
  static LargeSource of(Row row, int column, TableAccess access) {
    LargeSource source = row instanceof RowBuilder made ? made.source(column) : null;
    return source != null
        ? source
        : value(LargeReference.get(row.array(column), row.start(column)), access);
  }

  private static LargeValue value(LargeReference reference, TableAccess access) {
    Transaction transaction = access.transaction();
    View view = access.readsNothing() ? transaction.view() : access.view();
    return new LargeValue(view, transaction.isReadOnly() ? null : transaction, reference);
  }

  /** Replaces references in the first rows of a vector by what they stand for. */
  static void resolve(BytesVector vector, int rows, TableAccess access) {
    for (int row = 0; row < rows; row++) {
      if (!vector.isNull(row)
          && LargeReference.is(vector.array(row), vector.start(row), vector.length(row))) {
        byte[] bytes =
            LargeBytes.read(
                value(LargeReference.get(vector.array(row), vector.start(row)), access));
        vector.set(row, bytes, 0, bytes.length);
      }
    }
  }
}
