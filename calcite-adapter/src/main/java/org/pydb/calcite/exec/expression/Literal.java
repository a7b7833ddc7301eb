package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** A value that stands in the statement. */
final class Literal extends Expression {
  private final @Nullable Object value;

  private Literal(ColumnType type, @Nullable Object value) {
    super(type, List.of());
    this.value = value;
  }

  /** A literal whose value is as {@link Vector#getObject} gives it. */
  static Literal ofBoxed(ColumnType type, @Nullable Object boxed) {
    return new Literal(type, boxed);
  }

  /** A literal of a value in any box that is usual for the type. */
  static Literal of(ColumnType type, @Nullable Object value) {
    return new Literal(type, value == null ? null : box(type, value));
  }

  private static Object box(ColumnType type, Object value) {
    return switch (type.kind()) {
      case BOOLEAN -> value instanceof Boolean truth ? Long.valueOf(truth ? 1 : 0) : value;
      case INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> ((Number) value).longValue();
      case FLOAT32 -> (double) ((Number) value).floatValue();
      case FLOAT64 -> ((Number) value).doubleValue();
      case DECIMAL -> decimal(value).setScale(type.scale());
      case NUMERIC -> decimal(value);
      case CHAR, TEXT, BYTES, UUID, INTERVAL, JSON, JSONB, ARRAY -> bytes(type.kind(), value);
    };
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static byte[] bytes(ColumnKind kind, Object value) {
    byte[] bytes =
        value instanceof byte[] given ? given : ((String) value).getBytes(StandardCharsets.UTF_8);
    return kind == ColumnKind.CHAR ? withoutTrailingBlanks(bytes) : bytes;
  }

  private static byte[] withoutTrailingBlanks(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == ' ') {
      length--;
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** The value as {@link Vector#getObject} gives it; null for NULL. */
  @Nullable Object value() {
    return value;
  }

  boolean isNull() {
    return value == null;
  }

  @Override
  public Evaluator evaluator() {
    return new ConstantEvaluator(type()) {
      @Override
      protected void write(Vector vector) {
        vector.setObject(0, value);
      }
    };
  }

  @Override
  protected String name() {
    if (value == null) {
      return "NULL";
    }
    return value instanceof byte[] bytes
        ? "'" + new String(bytes, StandardCharsets.UTF_8) + "'"
        : value.toString();
  }
}
