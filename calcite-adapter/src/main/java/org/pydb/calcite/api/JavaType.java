package org.pydb.calcite.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** A class of Java as whose objects functions written in Java take and give SQL's values. */
public enum JavaType {
  BOOLEAN(Boolean.class, ColumnKind.BOOLEAN),
  SHORT(Short.class, ColumnKind.INT16),
  INTEGER(Integer.class, ColumnKind.INT32),
  LONG(Long.class, ColumnKind.INT64),
  FLOAT(Float.class, ColumnKind.FLOAT32),
  DOUBLE(Double.class, ColumnKind.FLOAT64),
  BIG_DECIMAL(BigDecimal.class, ColumnKind.NUMERIC),
  STRING(String.class, ColumnKind.TEXT),
  BYTES(byte[].class, ColumnKind.BYTES),
  DATE(LocalDate.class, ColumnKind.DATE),
  TIME(LocalTime.class, ColumnKind.TIME),
  TIMESTAMP(LocalDateTime.class, ColumnKind.TIMESTAMP),
  INSTANT(Instant.class, ColumnKind.TIMESTAMP_TZ),
  UUID(UUID.class, ColumnKind.UUID);

  private final Class<?> javaClass;
  private final ColumnKind kind;

  JavaType(Class<?> javaClass, ColumnKind kind) {
    this.javaClass = javaClass;
    this.kind = kind;
  }

  /** The class. */
  public Class<?> javaClass() {
    return javaClass;
  }

  /** The type that such values have in SQL. */
  public ColumnType columnType() {
    return ColumnType.of(kind);
  }

  /**
   * The type for a class.
   *
   * @throws IllegalArgumentException if SQL has no type for it
   */
  public static JavaType of(Class<?> javaClass) {
    for (JavaType type : values()) {
      if (type.javaClass.equals(javaClass)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        javaClass.getName()
            + " is no class that functions take or give; those are "
            + Arrays.stream(values())
                .map(type -> type.javaClass.getSimpleName())
                .collect(Collectors.joining(", ")));
  }
}
