package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.INTERVAL;
import static org.pydb.engine.schema.ColumnKind.TIME;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.IntervalArithmetic;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;

/**
 * Registers {@code (a, b) OVERLAPS (c, d)}: whether two spans have a time in common. Each is told
 * by two ends in any order, or by one and how long it is. Stateless.
 *
 * <p>An end may be NULL; the answer is NULL only where it hangs on that end.
 */
final class OverlapFunctions {

  private OverlapFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Overloads forms = Overloads.of(ScalarFunction.OVERLAPS, binders).takingNulls();
    for (ColumnKind kind : List.of(TIMESTAMP, TIMESTAMP_TZ, TIME)) {
      for (ColumnKind first : List.of(kind, INTERVAL)) {
        for (ColumnKind second : List.of(kind, INTERVAL)) {
          forms.formPerExecution(
              BOOLEAN, context -> overlaps(context, kind), kind, first, kind, second);
        }
      }
    }
  }

  private static RowFunction overlaps(EvaluationContext context, ColumnKind kind) {
    SessionZone zone = kind == TIMESTAMP_TZ ? context.zone() : SessionZone.UTC;
    return (in, row, out) -> {
      Boolean answer = overlap(Span.of(in, 0, row, kind, zone), Span.of(in, 2, row, kind, zone));
      if (answer == null) {
        out.setNull(row);
      } else {
        ((LongVector) out).set(row, answer ? 1 : 0);
      }
    };
  }

  /**
   * From one time to another; the first is the lesser one if both are known.
   *
   * @param end null if it is not known
   */
  private record Span(long begin, @Nullable Long end) {

    /** The span that two operands tell; null if neither end is known. */
    static @Nullable Span of(
        Arguments in, int operand, int row, ColumnKind kind, SessionZone zone) {
      Long one = in.vector(operand).isNull(row) ? null : in.getLong(operand, row);
      Long other = other(in.vector(operand + 1), row, one, kind, zone);
      if (one == null || other == null) {
        Long known = one == null ? other : one;
        return known == null ? null : new Span(known, null);
      }
      return new Span(Math.min(one, other), Math.max(one, other));
    }

    private static @Nullable Long other(
        Vector values, int row, @Nullable Long one, ColumnKind kind, SessionZone zone) {
      if (values.isNull(row)) {
        return null;
      }
      if (values instanceof LongVector moments) {
        return moments.get(row);
      }
      BytesVector intervals = (BytesVector) values;
      Interval length = Interval.read(intervals.array(row), intervals.start(row));
      return one == null ? null : plus(one, length, kind, zone);
    }

    private static long plus(long one, Interval length, ColumnKind kind, SessionZone zone) {
      return switch (kind) {
        case TIME -> Math.floorMod(one + (length.micros() % Timestamps.DAY), Timestamps.DAY);
        case TIMESTAMP -> IntervalArithmetic.plus(one, length);
        default -> IntervalArithmetic.plus(one, length, zone);
      };
    }
  }

  private static @Nullable Boolean overlap(@Nullable Span a, @Nullable Span b) {
    if (a == null || b == null) {
      return null;
    }
    if (a.begin == b.begin) {
      return (a.end == null || b.end == null) ? null : Boolean.TRUE;
    }
    Span earlier = a.begin < b.begin ? a : b;
    Span later = a.begin < b.begin ? b : a;
    if (earlier.end == null) {
      return null;
    }
    if (later.begin < earlier.end) {
      return Boolean.TRUE;
    }
    return later.end == null ? null : Boolean.FALSE;
  }
}
