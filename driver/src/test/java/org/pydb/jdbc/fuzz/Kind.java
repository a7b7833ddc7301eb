package org.pydb.jdbc.fuzz;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a value is, and how the databases call its type. */
enum Kind {
  INT4("integer", "integer", "integer", "integer"),
  TEXT("text", "varchar", "text", "varchar"),
  BOOL("boolean", "boolean", "boolean", "boolean"),
  INT8("bigint", "bigint", "bigint", "bigint"),
  INT2("smallint", "smallint", "smallint", "smallint"),
  NUM("numeric", "numeric(38,8)", null, "decimal(24,6)"),
  DOUBLE("double precision", "double precision", "double", "double"),
  REAL("real", "real", null, "real"),
  DATE("date", "date", null, "date"),
  TS("timestamp", "timestamp(6)", null, "timestamp"),
  TSTZ("timestamptz", null, null, null),
  TIME("time", "time(6)", null, null),
  INTERVAL("interval", null, null, null),
  CHAR("char(6)", null, null, null),
  BYTEA("bytea", "varbinary", null, null),
  UUID("uuid", "uuid", null, "uuid"),
  JSONB("jsonb", null, null, null),
  JSON("json", null, null, null),
  INTS("integer[]", null, null, null),
  TEXTS("text[]", null, null, null);

  private final String own;
  private final @Nullable String h2;
  private final @Nullable String sqlite;
  private final @Nullable String duckdb;

  Kind(String own, @Nullable String h2, @Nullable String sqlite, @Nullable String duckdb) {
    this.own = own;
    this.h2 = h2;
    this.sqlite = sqlite;
    this.duckdb = duckdb;
  }

  /** The name of its type; null if a database has none that is comparable. */
  @Nullable String type(Dialect dialect) {
    return switch (dialect) {
      case PYDB, PARAMETERS, POSTGRES -> own;
      case H2 -> h2;
      case SQLITE -> sqlite;
      case DUCKDB -> duckdb;
    };
  }

  /** Whether all databases have it. */
  boolean isCommon() {
    return this == INT4 || this == TEXT || this == BOOL || this == INT8;
  }

  /** As the table of expressions calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it can be sorted, grouped and told apart, so that equal values look the same. */
  boolean isPlain() {
    return switch (this) {
      case INTERVAL, JSON, JSONB, INTS, TEXTS -> false;
      default -> true;
    };
  }

  /** Whether it can stand in a key. */
  boolean isKey() {
    return isPlain() && this != REAL && this != DOUBLE;
  }

  /** Whether values are compared with some tolerance. */
  boolean isFloat() {
    return this == REAL || this == DOUBLE;
  }
}
