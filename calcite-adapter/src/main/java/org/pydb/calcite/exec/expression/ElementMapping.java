package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** An expression over column 0, computed for the elements of arrays. Not thread-safe. */
final class ElementMapping {
  private final Evaluator evaluator;
  private final Vector elements;
  private final Batch batch;

  /** A mapping of elements of a type. */
  ElementMapping(Expression expression, ColumnType from, EvaluationContext context) {
    evaluator = expression.evaluator();
    evaluator.open(context);
    elements = Vector.of(from);
    batch = new Batch(elements);
  }

  /** The values for these elements. */
  List<@Nullable Object> apply(List<@Nullable Object> from) {
    List<@Nullable Object> to = new ArrayList<>(from.size());
    for (int start = 0; start < from.size(); start += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, from.size() - start);
      elements.reset(count);
      for (int i = 0; i < count; i++) {
        elements.setObject(i, from.get(start + i));
      }
      batch.selectAll(count);
      Vector values = evaluator.evaluate(batch, Selection.ALL, count);
      for (int i = 0; i < count; i++) {
        to.add(values.getObject(i));
      }
    }
    return to;
  }
}
