package org.pydb.calcite.type;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeComparability;
import org.apache.calcite.rel.type.RelDataTypeFamily;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A type of PostgreSQL's that Calcite does not know: it only carries the values. Immutable;
 * thread-safe.
 */
public final class OpaqueType extends AbstractSqlType {
  private static final long serialVersionUID = 1;

  /** Which type it is. */
  public enum Kind implements RelDataTypeFamily {
    /** Spans of time, of months, days and microseconds; Calcite has two kinds instead. */
    INTERVAL(ColumnKind.INTERVAL),
    /** A JSON text as it was written. */
    JSON(ColumnKind.JSON),
    /** A JSON value. */
    JSONB(ColumnKind.JSONB);

    private final ColumnKind column;

    Kind(ColumnKind column) {
      this.column = column;
    }
  }

  private final Kind kind;

  OpaqueType(Kind kind, boolean isNullable) {
    super(SqlTypeName.OTHER, isNullable, null);
    this.kind = kind;
    computeDigest();
  }

  /** Whether a type is this one. */
  public static boolean is(RelDataType type, Kind kind) {
    return kind(type) == kind;
  }

  /** Which of these types it is; null if it is one that Calcite knows. */
  public static @Nullable Kind kind(RelDataType type) {
    return type instanceof OpaqueType opaque ? opaque.kind : null;
  }

  /** Which type it is. */
  public Kind kind() {
    return kind;
  }

  /** The engine's type of such values. */
  ColumnType columnType() {
    return ColumnType.of(kind.column);
  }

  /** The type of a kind of column; null for those that Calcite knows. */
  static @Nullable Kind of(ColumnKind column) {
    for (Kind kind : Kind.values()) {
      if (kind.column == column) {
        return kind;
      }
    }
    return null;
  }

  @Override
  public RelDataTypeFamily getFamily() {
    return kind;
  }

  @Override
  public RelDataTypeComparability getComparability() {
    return kind == Kind.JSON ? RelDataTypeComparability.NONE : RelDataTypeComparability.ALL;
  }

  @Override
  protected void generateTypeString(StringBuilder text, boolean withDetail) {
    text.append(kind);
  }
}
