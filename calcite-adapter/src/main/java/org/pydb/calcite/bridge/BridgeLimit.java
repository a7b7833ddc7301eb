package org.pydb.calcite.bridge;

import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.EnumerableDefaults;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;

/** Numbers of rows to skip and to give. Not thread-safe. */
final class BridgeLimit {
  private final BridgePlan.Limit limit;

  BridgeLimit(BridgePlan.Limit limit) {
    this.limit = limit;
  }

  Enumerable<@Nullable Object> apply(Enumerable<@Nullable Object> rows, EvaluationContext context) {
    long offset = count(limit.offset(), 0, "2201X", "OFFSET", context);
    long fetch = count(limit.fetch(), Long.MAX_VALUE, "2201W", "LIMIT", context);
    Enumerable<@Nullable Object> rest = offset == 0 ? rows : skip(rows, offset);
    return fetch > Integer.MAX_VALUE ? rest : EnumerableDefaults.take(rest, (int) fetch);
  }

  /** Nothing on this side of the bridge holds more rows than an integer counts. */
  private static Enumerable<@Nullable Object> skip(Enumerable<@Nullable Object> rows, long offset) {
    return EnumerableDefaults.skip(rows, (int) Math.min(offset, Integer.MAX_VALUE));
  }

  private static long count(
      @Nullable Expression count,
      long otherwise,
      String state,
      String name,
      EvaluationContext context) {
    if (count == null) {
      return otherwise;
    }
    Evaluator evaluator = count.evaluator();
    evaluator.open(context);
    Batch oneRow = new Batch();
    oneRow.selectAll(1);
    LongVector value = (LongVector) evaluator.evaluate(oneRow, Selection.ALL, 1);
    if (value.isNull(0)) {
      return otherwise;
    }
    if (value.get(0) < 0) {
      throw new SqlError(state, name + " must not be negative");
    }
    return value.get(0);
  }
}
