package org.pydb.calcite.exec.expression;

import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Type names of PostgreSQL, read and printed. */
final class SqlTypes {

  private SqlTypes() {}

  static ColumnType parse(SqlTokens tokens) {
    String name = tokens.nextWord();
    return switch (name) {
      case "double" -> {
        tokens.expect("precision");
        yield ColumnType.of(ColumnKind.FLOAT64);
      }
      case "character" ->
          tokens.take("varying") ? ColumnType.text(length(tokens, 0)) : character(tokens);
      default -> parse(name, tokens);
    };
  }

  private static ColumnType parse(String name, SqlTokens tokens) {
    return switch (name) {
      case "bool", "boolean" -> ColumnType.of(ColumnKind.BOOLEAN);
      case "int2", "smallint" -> ColumnType.of(ColumnKind.INT16);
      case "int4", "int", "integer" -> ColumnType.of(ColumnKind.INT32);
      case "int8", "bigint" -> ColumnType.of(ColumnKind.INT64);
      case "float4", "real" -> ColumnType.of(ColumnKind.FLOAT32);
      case "float8" -> ColumnType.of(ColumnKind.FLOAT64);
      case "numeric", "decimal" -> decimal(tokens);
      case "date" -> ColumnType.of(ColumnKind.DATE);
      case "time" -> ColumnType.of(ColumnKind.TIME);
      case "timestamp" -> ColumnType.of(ColumnKind.TIMESTAMP);
      case "timestamptz" -> ColumnType.of(ColumnKind.TIMESTAMP_TZ);
      case "uuid" -> ColumnType.of(ColumnKind.UUID);
      case "text" -> ColumnType.of(ColumnKind.TEXT);
      case "varchar" -> ColumnType.text(length(tokens, 0));
      case "char" -> character(tokens);
      case "bytea" -> ColumnType.of(ColumnKind.BYTES);
      default -> throw new IllegalArgumentException("unknown type " + name);
    };
  }

  private static ColumnType character(SqlTokens tokens) {
    return ColumnType.character(length(tokens, 1));
  }

  private static int length(SqlTokens tokens, int otherwise) {
    if (!tokens.take("(")) {
      return otherwise;
    }
    int length = Integer.parseInt(tokens.next());
    tokens.expect(")");
    return length;
  }

  private static ColumnType decimal(SqlTokens tokens) {
    if (!tokens.take("(")) {
      return ColumnType.of(ColumnKind.NUMERIC);
    }
    int precision = Integer.parseInt(tokens.next());
    int scale = tokens.take(",") ? Integer.parseInt(tokens.next()) : 0;
    tokens.expect(")");
    return ColumnType.decimal(precision, scale);
  }

  /** The name that {@code pg_typeof} gives; a TEXT with a length is a character varying. */
  static String print(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case DECIMAL, NUMERIC -> "numeric";
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMESTAMP -> "timestamp without time zone";
      case TIMESTAMP_TZ -> "timestamp with time zone";
      case UUID -> "uuid";
      case CHAR -> "character";
      case TEXT -> type.precision() > 0 ? "character varying" : "text";
      case BYTES -> "bytea";
      case INTERVAL -> "interval";
      case JSON -> "json";
      case JSONB -> "jsonb";
      case ARRAY -> "array";
    };
  }
}
