package org.pydb.jdbc.value;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.pydb.engine.schema.ColumnType;

/** What JDBC says of SQL types: numbers, classes, sizes. Stateless. */
public final class JdbcTypes {

  /** The most characters or bytes that a value can have, where its type sets no bound. */
  public static final int LENGTH_MAX = Integer.MAX_VALUE;

  private JdbcTypes() {}

  /** The constant of {@link Types}. */
  public static int sqlType(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BOOLEAN;
      case INT16 -> Types.SMALLINT;
      case INT32 -> Types.INTEGER;
      case INT64 -> Types.BIGINT;
      case FLOAT32 -> Types.REAL;
      case FLOAT64 -> Types.DOUBLE;
      case DECIMAL, NUMERIC -> Types.NUMERIC;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case UUID, INTERVAL, JSON, JSONB -> Types.OTHER;
      case ARRAY -> Types.ARRAY;
      case CHAR -> Types.CHAR;
      case TEXT -> Types.VARCHAR;
      case BYTES -> Types.VARBINARY;
    };
  }

  /** The class of what {@code getObject} gives. */
  public static Class<?> javaClass(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.class;
      case INT16, INT32 -> Integer.class;
      case INT64 -> Long.class;
      case FLOAT32 -> Float.class;
      case FLOAT64 -> Double.class;
      case DECIMAL, NUMERIC -> BigDecimal.class;
      case DATE -> Date.class;
      case TIME -> Time.class;
      case TIMESTAMP -> Timestamp.class;
      case TIMESTAMP_TZ -> OffsetDateTime.class;
      case UUID -> UUID.class;
      case CHAR, TEXT, INTERVAL, JSON, JSONB -> String.class;
      case ARRAY -> Array.class;
      case BYTES -> byte[].class;
    };
  }

  /** Digits of a number, characters of a text or of a time, bytes of anything else. */
  public static int precision(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case INT16 -> 5;
      case INT32 -> 10;
      case INT64 -> 19;
      case FLOAT32 -> 8;
      case FLOAT64 -> 17;
      case DECIMAL -> type.precision();
      case NUMERIC -> 0;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> displaySize(type);
      case UUID -> 16;
      case CHAR, TEXT, BYTES, JSON, JSONB, ARRAY -> length(type);
      case INTERVAL -> 49;
    };
  }

  /** Digits after the point. */
  public static int scale(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> type.scale();
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> type.fractionDigits();
      default -> 0;
    };
  }

  /** The most characters that a value has as text. */
  public static int displaySize(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 5;
      case INT16 -> 6;
      case INT32 -> 11;
      case INT64 -> 20;
      case FLOAT32 -> 15;
      case FLOAT64 -> 25;
      case DECIMAL -> type.precision() + (type.scale() == 0 ? 1 : 2);
      case NUMERIC -> LENGTH_MAX;
      case DATE -> 13;
      case TIME -> 8 + fractionSize(type);
      case TIMESTAMP -> 22 + fractionSize(type);
      case TIMESTAMP_TZ -> 28 + fractionSize(type);
      case UUID -> 36;
      case CHAR, TEXT, BYTES, JSON, JSONB, ARRAY -> length(type);
      case INTERVAL -> 49;
    };
  }

  /** Characters of a second's fraction, with the point. */
  private static int fractionSize(ColumnType type) {
    int digits = type.fractionDigits();
    return digits == 0 ? 0 : digits + 1;
  }

  private static int length(ColumnType type) {
    return type.precision() == 0 ? LENGTH_MAX : type.precision();
  }

  /** Whether values have a sign. */
  public static boolean isSigned(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL, NUMERIC -> true;
      default -> false;
    };
  }

  /** Whether case matters in comparisons. */
  public static boolean isCaseSensitive(ColumnType type) {
    return switch (type.kind()) {
      case CHAR, TEXT, JSON, JSONB -> true;
      default -> false;
    };
  }
}
