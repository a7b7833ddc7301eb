package org.pydb.calcite.type;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.engine.schema.ColumnType;

/** What PostgreSQL calls a type: shortly in metadata ({@code int4}), at length in messages. */
public final class TypeNames {

  private TypeNames() {}

  /** The name that PostgreSQL's catalog has for the type, without its numbers: {@code int4}. */
  public static String catalogName(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "bool";
      case INT16 -> "int2";
      case INT32 -> "int4";
      case INT64 -> "int8";
      case FLOAT32 -> "float4";
      case FLOAT64 -> "float8";
      case DECIMAL, NUMERIC -> "numeric";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMP_TZ -> "timestamptz";
      case UUID -> "uuid";
      case CHAR -> "bpchar";
      case TEXT -> type.precision() == 0 ? "text" : "varchar";
      case BYTES -> "bytea";
      case INTERVAL -> "interval";
      case JSON -> "json";
      case JSONB -> "jsonb";
      case ARRAY -> "_" + catalogName(elementOf(type));
    };
  }

  private static ColumnType elementOf(ColumnType array) {
    return requireNonNull(array.element());
  }

  /** The name that PostgreSQL's messages have for the type: {@code character varying(3)}. */
  public static String of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
      case NUMERIC -> "numeric";
      case DATE -> "date";
      case TIME -> "time" + fraction(type) + " without time zone";
      case TIMESTAMP -> "timestamp" + fraction(type) + " without time zone";
      case TIMESTAMP_TZ -> "timestamp" + fraction(type) + " with time zone";
      case UUID -> "uuid";
      case CHAR -> "character" + length(type);
      case TEXT -> type.precision() == 0 ? "text" : "character varying" + length(type);
      case BYTES -> "bytea";
      case INTERVAL -> "interval";
      case JSON -> "json";
      case JSONB -> "jsonb";
      case ARRAY -> of(elementOf(type)) + "[]";
    };
  }

  /** The name of a planner's type; types that the engine lacks have their SQL name. */
  public static String of(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    if (name == SqlTypeName.NULL || name == SqlTypeName.UNKNOWN) {
      return "unknown";
    }
    ColumnType column = ColumnTypes.toColumnOrNull(type);
    return column == null ? type.toString().toLowerCase(Locale.ROOT) : of(column);
  }

  private static String fraction(ColumnType type) {
    return type.precision() == 0 ? "" : "(" + type.fractionDigits() + ")";
  }

  private static String length(ColumnType type) {
    return type.precision() == 0 ? "" : "(" + type.precision() + ")";
  }
}
