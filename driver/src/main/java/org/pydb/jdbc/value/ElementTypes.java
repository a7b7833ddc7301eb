package org.pydb.jdbc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * The types of elements of arrays: by PostgreSQL's names, and by the classes of Java. Stateless.
 */
public final class ElementTypes {
  private static final Map<String, ColumnKind> BY_NAME =
      Map.ofEntries(
          Map.entry("bool", ColumnKind.BOOLEAN),
          Map.entry("boolean", ColumnKind.BOOLEAN),
          Map.entry("int2", ColumnKind.INT16),
          Map.entry("smallint", ColumnKind.INT16),
          Map.entry("int4", ColumnKind.INT32),
          Map.entry("int", ColumnKind.INT32),
          Map.entry("integer", ColumnKind.INT32),
          Map.entry("int8", ColumnKind.INT64),
          Map.entry("bigint", ColumnKind.INT64),
          Map.entry("float4", ColumnKind.FLOAT32),
          Map.entry("real", ColumnKind.FLOAT32),
          Map.entry("float8", ColumnKind.FLOAT64),
          Map.entry("double", ColumnKind.FLOAT64),
          Map.entry("double precision", ColumnKind.FLOAT64),
          Map.entry("numeric", ColumnKind.NUMERIC),
          Map.entry("decimal", ColumnKind.NUMERIC),
          Map.entry("date", ColumnKind.DATE),
          Map.entry("time", ColumnKind.TIME),
          Map.entry("timestamp", ColumnKind.TIMESTAMP),
          Map.entry("timestamptz", ColumnKind.TIMESTAMP_TZ),
          Map.entry("timestamp with time zone", ColumnKind.TIMESTAMP_TZ),
          Map.entry("uuid", ColumnKind.UUID),
          Map.entry("char", ColumnKind.TEXT),
          Map.entry("bpchar", ColumnKind.TEXT),
          Map.entry("varchar", ColumnKind.TEXT),
          Map.entry("text", ColumnKind.TEXT),
          Map.entry("bytea", ColumnKind.BYTES),
          Map.entry("json", ColumnKind.JSON),
          Map.entry("jsonb", ColumnKind.JSONB));

  private static final Map<Class<?>, ColumnKind> BY_CLASS =
      Map.ofEntries(
          Map.entry(Boolean.class, ColumnKind.BOOLEAN),
          Map.entry(Byte.class, ColumnKind.INT16),
          Map.entry(Short.class, ColumnKind.INT16),
          Map.entry(Integer.class, ColumnKind.INT32),
          Map.entry(Long.class, ColumnKind.INT64),
          Map.entry(Float.class, ColumnKind.FLOAT32),
          Map.entry(Double.class, ColumnKind.FLOAT64),
          Map.entry(BigDecimal.class, ColumnKind.NUMERIC),
          Map.entry(BigInteger.class, ColumnKind.NUMERIC),
          Map.entry(String.class, ColumnKind.TEXT),
          Map.entry(UUID.class, ColumnKind.UUID),
          Map.entry(byte[].class, ColumnKind.BYTES),
          Map.entry(LocalDate.class, ColumnKind.DATE),
          Map.entry(java.sql.Date.class, ColumnKind.DATE),
          Map.entry(LocalTime.class, ColumnKind.TIME),
          Map.entry(java.sql.Time.class, ColumnKind.TIME),
          Map.entry(LocalDateTime.class, ColumnKind.TIMESTAMP),
          Map.entry(Timestamp.class, ColumnKind.TIMESTAMP),
          Map.entry(OffsetDateTime.class, ColumnKind.TIMESTAMP_TZ),
          Map.entry(Instant.class, ColumnKind.TIMESTAMP_TZ));

  private ElementTypes() {}

  /**
   * The type that {@code createArrayOf} names.
   *
   * @throws SQLException 0A000 if there is no such type
   */
  public static ColumnType named(String name) throws SQLException {
    ColumnKind kind = BY_NAME.get(name.strip().toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw SqlExceptions.notSupported("an array of \"" + name + "\"");
    }
    return ColumnType.of(kind);
  }

  /** The type of the elements of a Java array; null if they are of no class that SQL has. */
  public static @Nullable ColumnType of(Class<?> component, Iterable<@Nullable Object> elements) {
    ColumnKind kind = BY_CLASS.get(component);
    for (Object element : elements) {
      if (kind == null && element != null) {
        kind = BY_CLASS.get(element.getClass());
      }
    }
    boolean isOpen = component == Object.class && !elements.iterator().hasNext();
    return kind != null ? ColumnType.of(kind) : isOpen ? ColumnType.of(ColumnKind.TEXT) : null;
  }
}
