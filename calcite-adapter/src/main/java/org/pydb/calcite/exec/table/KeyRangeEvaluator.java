package org.pydb.calcite.exec.table;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPart;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyRange;

/**
 * Turns {@link KeyBounds} into ranges of encoded keys, for one row of an outer plan after the
 * other. Not thread-safe.
 */
final class KeyRangeEvaluator {

  /** No key at all. */
  static final KeyRange NOTHING = new KeyRange(new byte[0], new byte[0]);

  private final KeyFormat format;
  private final KeyBounds bounds;
  private final KeyEncoder encoder;
  private final ByteBuilder key = new ByteBuilder(32);
  private final @Nullable Evaluator[] prefix;
  private final @Nullable Evaluator lower;
  private final @Nullable Evaluator upper;
  private final int[] row = new int[1];

  KeyRangeEvaluator(KeyFormat format, KeyBounds bounds) {
    this.format = format;
    this.bounds = bounds;
    encoder = new KeyEncoder(format);
    List<@Nullable Expression> values = bounds.prefix();
    prefix = new Evaluator[values.size()];
    for (int i = 0; i < prefix.length; i++) {
      prefix[i] = evaluator(values.get(i));
    }
    lower = evaluator(bounds.lower());
    upper = evaluator(bounds.upper());
  }

  private static @Nullable Evaluator evaluator(@Nullable Expression expression) {
    return expression == null ? null : expression.evaluator();
  }

  void open(ExecutionContext context) {
    for (Evaluator value : prefix) {
      open(value, context);
    }
    open(lower, context);
    open(upper, context);
  }

  private static void open(@Nullable Evaluator value, ExecutionContext context) {
    if (value != null) {
      value.open(context);
    }
  }

  void close() {
    for (Evaluator value : prefix) {
      close(value);
    }
    close(lower);
    close(upper);
  }

  private static void close(@Nullable Evaluator value) {
    if (value != null) {
      value.close();
    }
  }

  /** The range for one row of the outer plan's batch. */
  KeyRange range(Batch outer, int outerRow) {
    row[0] = outerRow;
    if (!encodePrefix(outer)) {
      return NOTHING;
    }
    if (lower == null && upper == null) {
      return key.length() == 0 ? KeyRange.ALL : KeyRange.prefix(key.toArray());
    }
    return bounded(outer);
  }

  /** Encodes what the leading columns equal into {@link #key}; false if nothing can equal it. */
  boolean encodePrefix(Batch outer, int outerRow) {
    row[0] = outerRow;
    return encodePrefix(outer);
  }

  /** What {@link #encodePrefix} has written. */
  ByteBuilder key() {
    return key;
  }

  private boolean encodePrefix(Batch outer) {
    key.clear();
    encoder.begin(key);
    for (int i = 0; i < prefix.length; i++) {
      Evaluator value = prefix[i];
      if (value == null) {
        if (!format.part(i).nullable()) {
          return false;
        }
        encoder.addNull();
      } else if (add(i, value.evaluate(outer, row, 1)) != Fit.EXACT) {
        return false;
      }
    }
    return true;
  }

  // ------------------------------------------------------------------ bounds of the next column

  private enum Fit {
    EXACT,
    /** Below every value of the column's type. */
    BELOW,
    /** Above every value of the column's type. */
    ABOVE,
    NULL
  }

  private KeyRange bounded(Batch outer) {
    int column = prefix.length;
    KeyPart part = format.part(column);
    int start = key.length();
    byte @Nullable [] first = start == 0 ? null : key.toArray();
    byte @Nullable [] end = start == 0 ? null : KeyRange.successor(key.toArray());
    if (part.nullable()) {
      // Rows with NULL stand before or behind all others and are out of bounds.
      byte[] nulls = encoder.addNull().bytes().toArray();
      if (part.nullsFirst()) {
        first = KeyRange.successor(nulls);
      } else {
        end = nulls;
      }
    }
    Evaluator low = part.descending() ? upper : lower;
    Evaluator high = part.descending() ? lower : upper;
    boolean lowInclusive = part.descending() ? bounds.upperInclusive() : bounds.lowerInclusive();
    boolean highInclusive = part.descending() ? bounds.lowerInclusive() : bounds.upperInclusive();
    if (low != null) {
      Fit fit = encodeBound(outer, low, start);
      if (fit == Fit.NULL || fit == (part.descending() ? Fit.BELOW : Fit.ABOVE)) {
        return NOTHING;
      }
      if (fit == Fit.EXACT) {
        byte[] bound = key.toArray();
        first = lowInclusive ? bound : KeyRange.successor(bound);
        if (first == null) {
          return NOTHING; // Behind the greatest key that there can be.
        }
      }
    }
    if (high != null) {
      Fit fit = encodeBound(outer, high, start);
      if (fit == Fit.NULL || fit == (part.descending() ? Fit.ABOVE : Fit.BELOW)) {
        return NOTHING;
      }
      if (fit == Fit.EXACT) {
        byte[] bound = key.toArray();
        end = highInclusive ? KeyRange.successor(bound) : bound;
      }
    }
    return new KeyRange(first, end);
  }

  private Fit encodeBound(Batch outer, Evaluator value, int start) {
    encodePrefix(outer);
    assert key.length() == start;
    return add(prefix.length, value.evaluate(outer, row, 1));
  }

  private Fit add(int column, Vector values) {
    int at = row[0];
    if (values.isNull(at)) {
      return Fit.NULL;
    }
    ColumnType type = format.part(column).type();
    if (values instanceof LongVector longs) {
      long value = longs.get(at);
      long max = maxOf(type);
      if (value > max || value < -max - 1) {
        return value > 0 ? Fit.ABOVE : Fit.BELOW;
      }
      encoder.addLong(value);
    } else if (values instanceof DoubleVector doubles) {
      encoder.addDouble(doubles.get(at));
    } else if (values instanceof DecimalVector decimals) {
      BigDecimal value = decimals.get(at);
      if (isBeyond(value, type)) {
        return value.signum() > 0 ? Fit.ABOVE : Fit.BELOW;
      }
      encoder.addDecimal(value);
    } else {
      BytesVector bytes = (BytesVector) values;
      encoder.addBytes(bytes.array(at), bytes.start(at), bytes.length(at));
    }
    return Fit.EXACT;
  }

  private static boolean isBeyond(BigDecimal value, ColumnType type) {
    return type.kind() == ColumnKind.DECIMAL
        && value.signum() != 0
        && value.precision() - value.scale() > type.precision() - type.scale();
  }

  private static long maxOf(ColumnType type) {
    return switch (type.kind()) {
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
