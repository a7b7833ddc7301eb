package org.pydb.calcite.convert;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Outer columns whose values can be equal and different: {@code 1.0} and {@code 1.00}, {@code 1
 * mon} and {@code 30 days}. A sub-query that becomes a join is computed once for all outer values
 * that are equal, and then shows one of them for the others.
 *
 * <pre>
 *   SELECT (SELECT max(b.day + t.span) FROM b WHERE b.id = t.id) FROM t      spans are shown
 *   SELECT (SELECT max(b.day) FROM b WHERE b.price &lt; 2 * t.price) FROM t     prices are compared
 * </pre>
 */
final class LookalikeColumns {
  private static final Set<ColumnKind> KINDS =
      EnumSet.of(
          ColumnKind.NUMERIC,
          ColumnKind.FLOAT32,
          ColumnKind.FLOAT64,
          ColumnKind.INTERVAL,
          ColumnKind.ARRAY,
          ColumnKind.JSONB);

  /** Those besides what Calcite calls comparisons. */
  private static final Set<SqlKind> COMPARISONS =
      EnumSet.of(
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM);

  /** What gives equal numbers for equal ones. */
  private static final Set<SqlKind> ARITHMETIC =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.DIVIDE, SqlKind.MINUS_PREFIX);

  private LookalikeColumns() {}

  /** Whether a sub-query of a tree does more with such a column of an outer row than compare it. */
  static boolean areShown(RelNode node) {
    boolean isShown =
        node instanceof Correlate correlate
            && areShown(correlate.getRight(), correlate.getCorrelationId());
    return isShown || node.getInputs().stream().anyMatch(LookalikeColumns::areShown);
  }

  private static boolean areShown(RelNode subQuery, CorrelationId outer) {
    Search search = new Search(outer);
    TreeExpressions.visit(subQuery, search);
    return search.isFound;
  }

  private static final class Search extends RexShuttle {
    private final CorrelationId outer;
    private boolean isFound;

    Search(CorrelationId outer) {
      this.outer = outer;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      if (!call.isA(SqlKind.COMPARISON) && !COMPARISONS.contains(call.getKind())) {
        return super.visitCall(call);
      }
      call.getOperands().forEach(this::compared);
      return call;
    }

    private void compared(RexNode operand) {
      if (operand instanceof RexCall call
          && ARITHMETIC.contains(call.getKind())
          && isNumber(kind(call))) {
        call.getOperands().forEach(this::compared);
      } else if (!(operand instanceof RexFieldAccess)) {
        operand.accept(this);
      }
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      isFound |=
          access.getReferenceExpr() instanceof RexCorrelVariable row
              && row.id.equals(outer)
              && isLookalike(kind(access));
      return access;
    }

    private static boolean isNumber(@Nullable ColumnKind kind) {
      return kind == ColumnKind.NUMERIC || kind == ColumnKind.FLOAT32 || kind == ColumnKind.FLOAT64;
    }

    private static boolean isLookalike(@Nullable ColumnKind kind) {
      return kind != null && KINDS.contains(kind);
    }

    private static @Nullable ColumnKind kind(RexNode value) {
      ColumnType type = ColumnTypes.toColumnOrNull(value.getType());
      return type == null ? null : type.kind();
    }
  }
}
