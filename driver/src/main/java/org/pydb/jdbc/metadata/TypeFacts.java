package org.pydb.jdbc.metadata;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.value.JdbcTypes;

/** What metadata says of types beyond {@link JdbcTypes}: there NULL means not applicable. */
final class TypeFacts {

  /** The most bytes that a character takes in UTF-8. */
  private static final int CHARACTER_BYTES_MAX = 4;

  private TypeFacts() {}

  /** As {@link JdbcTypes#precision}; null for {@code numeric} without precision. */
  static @Nullable Integer size(ColumnType type) {
    return type.kind() == ColumnKind.NUMERIC ? null : JdbcTypes.precision(type);
  }

  /** As {@link JdbcTypes#scale}; null for what has no digits after a point. */
  static @Nullable Integer scale(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64, DECIMAL, TIME, TIMESTAMP, TIMESTAMP_TZ -> JdbcTypes.scale(type);
      default -> null;
    };
  }

  /** The base in which digits are counted; null for what is no number. */
  static @Nullable Integer radix(ColumnType type) {
    return JdbcTypes.isSigned(type) ? 10 : null;
  }

  /** The most bytes of a text or of a binary value; null for all others. */
  static @Nullable Integer octetLength(ColumnType type) {
    return switch (type.kind()) {
      case CHAR, TEXT ->
          (int)
              Math.min(
                  JdbcTypes.LENGTH_MAX, (long) CHARACTER_BYTES_MAX * JdbcTypes.precision(type));
      case BYTES -> JdbcTypes.LENGTH_MAX;
      default -> null;
    };
  }
}
