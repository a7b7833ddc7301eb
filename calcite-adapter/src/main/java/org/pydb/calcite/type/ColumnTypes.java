package org.pydb.calcite.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The map between the planner's types and the engine's, both ways.
 *
 * <pre>
 * BOOLEAN                         BOOLEAN        DATE          DATE
 * SMALLINT, INTEGER, BIGINT       INT16 … INT64  TIME(n)       TIME(n)
 * REAL, DOUBLE                    FLOAT32, 64    TIMESTAMP(n)  TIMESTAMP(n)
 * DECIMAL(p, s)                   DECIMAL(p, s)  TIMESTAMP_WITH_LOCAL_TIME_ZONE(n)  TIMESTAMP_TZ(n)
 * DECIMAL beyond 38 digits        NUMERIC        UUID          UUID
 * CHAR(n)                         CHAR(n)        VARBINARY     BYTES
 * VARCHAR(n), VARCHAR             TEXT(n), TEXT  ARRAY         ARRAY
 * {@link OpaqueType}              INTERVAL, JSON, JSONB
 * </pre>
 */
public final class ColumnTypes {
  private static final PydbTypeFactory FACTORY = PydbTypeFactory.INSTANCE;

  private ColumnTypes() {}

  /** The planner's type of a column. */
  public static RelDataType toPlan(ColumnType type, boolean nullable) {
    OpaqueType.Kind opaque = OpaqueType.of(type.kind());
    ColumnType element = type.element();
    if (opaque != null) {
      return FACTORY.createTypeWithNullability(FACTORY.opaque(opaque), nullable);
    }
    if (element != null) {
      return FACTORY.createTypeWithNullability(FACTORY.array(toPlan(element, true)), nullable);
    }
    RelDataType planType =
        switch (type.kind()) {
          case DECIMAL ->
              FACTORY.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
          case CHAR -> bounded(SqlTypeName.CHAR, type.precision());
          case TEXT -> bounded(SqlTypeName.VARCHAR, type.precision());
          case TIME, TIMESTAMP, TIMESTAMP_TZ ->
              FACTORY.createSqlType(name(type.kind()), type.fractionDigits());
          default -> FACTORY.createSqlType(name(type.kind()));
        };
    return FACTORY.createTypeWithNullability(planType, nullable);
  }

  /**
   * The engine's type for values of a planner's type.
   *
   * @throws SqlError 0A000 if the engine cannot hold such values
   */
  public static ColumnType toColumn(RelDataType type) {
    ColumnType columnType = toColumnOrNull(type);
    if (columnType == null) {
      throw new SqlError(
          "0A000",
          "values of type "
              + TypeNames.of(type)
              + " cannot be returned or stored: cast them to a type that a column can have");
    }
    return columnType;
  }

  /** The engine's type for values of a planner's type, or null if it has none. */
  public static @Nullable ColumnType toColumnOrNull(RelDataType type) {
    if (type instanceof OpaqueType opaque) {
      return opaque.columnType();
    }
    return switch (type.getSqlTypeName()) {
      case ARRAY -> array(type.getComponentType());
      case BOOLEAN -> ColumnType.of(ColumnKind.BOOLEAN);
      case TINYINT, SMALLINT -> ColumnType.of(ColumnKind.INT16);
      case INTEGER -> ColumnType.of(ColumnKind.INT32);
      case BIGINT -> ColumnType.of(ColumnKind.INT64);
      case REAL -> ColumnType.of(ColumnKind.FLOAT32);
      case FLOAT, DOUBLE -> ColumnType.of(ColumnKind.FLOAT64);
      case DECIMAL ->
          PydbTypeSystem.isNumeric(type)
              ? ColumnType.of(ColumnKind.NUMERIC)
              : ColumnType.decimal(type.getPrecision(), type.getScale());
      case DATE -> ColumnType.of(ColumnKind.DATE);
      case TIME -> ColumnType.ofFraction(ColumnKind.TIME, type.getPrecision());
      case TIMESTAMP -> ColumnType.ofFraction(ColumnKind.TIMESTAMP, type.getPrecision());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnType.ofFraction(ColumnKind.TIMESTAMP_TZ, type.getPrecision());
      case UUID -> ColumnType.of(ColumnKind.UUID);
      case CHAR -> ColumnType.character(Math.max(0, type.getPrecision()));
      case VARCHAR -> ColumnType.text(Math.max(0, type.getPrecision()));
      case BINARY, VARBINARY -> ColumnType.of(ColumnKind.BYTES);
      // A bare NULL or a literal that nothing gave a type: PostgreSQL makes it text as well.
      case NULL, UNKNOWN -> ColumnType.text(0);
      default -> null;
    };
  }

  /** Whether values of both types are the same to the engine. */
  public static boolean areAlike(RelDataType one, RelDataType other) {
    ColumnType type = toColumnOrNull(one);
    return type != null && type.equals(toColumnOrNull(other));
  }

  private static @Nullable ColumnType array(@Nullable RelDataType elementType) {
    ColumnType element = elementType == null ? null : toColumnOrNull(elementType);
    return element == null || element.element() != null ? null : ColumnType.array(element);
  }

  private static RelDataType bounded(SqlTypeName name, int length) {
    return length == 0 ? FACTORY.createSqlType(name) : FACTORY.createSqlType(name, length);
  }

  private static SqlTypeName name(ColumnKind kind) {
    return switch (kind) {
      case BOOLEAN -> SqlTypeName.BOOLEAN;
      case INT16 -> SqlTypeName.SMALLINT;
      case INT32 -> SqlTypeName.INTEGER;
      case INT64 -> SqlTypeName.BIGINT;
      case FLOAT32 -> SqlTypeName.REAL;
      case FLOAT64 -> SqlTypeName.DOUBLE;
      case DECIMAL, NUMERIC -> SqlTypeName.DECIMAL;
      case DATE -> SqlTypeName.DATE;
      case TIME -> SqlTypeName.TIME;
      case TIMESTAMP -> SqlTypeName.TIMESTAMP;
      case TIMESTAMP_TZ -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
      case UUID -> SqlTypeName.UUID;
      case CHAR -> SqlTypeName.CHAR;
      case TEXT -> SqlTypeName.VARCHAR;
      case BYTES -> SqlTypeName.VARBINARY;
      case INTERVAL, JSON, JSONB, ARRAY -> SqlTypeName.OTHER;
    };
  }
}
