package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * A type that PostgreSQL has and the standard has not, with the standard type of its values.
 *
 * <p>Names that merely abbreviate, such as {@code int4}, leave no trace in the tree.
 */
public enum PostgresType {
  TEXT(SqlTypeName.VARCHAR),
  BYTEA(SqlTypeName.VARBINARY),
  /** {@code char} without a length: any number of characters, where CHAR has one. */
  BPCHAR(SqlTypeName.CHAR),
  /** A column that numbers its rows. */
  SMALLSERIAL(SqlTypeName.SMALLINT),
  /** A column that numbers its rows. */
  SERIAL(SqlTypeName.INTEGER),
  /** A column that numbers its rows. */
  BIGSERIAL(SqlTypeName.BIGINT);

  /** FLOAT with at most so many binary digits is single precision. */
  private static final int SINGLE_DIGITS_MAX = 24;

  private static final int DOUBLE_DIGITS_MAX = 53;

  private final SqlTypeName values;

  PostgresType(SqlTypeName values) {
    this.values = values;
  }

  /** The type that a column or cast names, or null for one of Calcite's. */
  public static @Nullable PostgresType of(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof Spec spec ? spec.type : null;
  }

  /** Whether a column of this type numbers its rows. */
  public boolean isSerial() {
    return this == SMALLSERIAL || this == SERIAL || this == BIGSERIAL;
  }

  /** The node that names this type. */
  public SqlTypeNameSpec spec(SqlParserPos pos) {
    return new Spec(this, pos);
  }

  /** {@code FLOAT(digits)}, or {@code FLOAT} where the digits are -1. */
  public static SqlTypeNameSpec floating(int digits, SqlParserPos pos) {
    if (digits == 0 || digits > DOUBLE_DIGITS_MAX) {
      throw new PlacedError(
          pos, "22023", "precision of float must be 1 to " + DOUBLE_DIGITS_MAX + ", not " + digits);
    }
    boolean single = digits > 0 && digits <= SINGLE_DIGITS_MAX;
    return new SqlBasicTypeNameSpec(single ? SqlTypeName.REAL : SqlTypeName.DOUBLE, pos);
  }

  /** {@code TIMESTAMP(precision) WITH TIME ZONE}: an instant, shown in the session's zone. */
  public static SqlTypeNameSpec instant(int precision, SqlParserPos pos) {
    return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, precision, pos);
  }

  private static final class Spec extends SqlBasicTypeNameSpec {

    private final PostgresType type;

    Spec(PostgresType type, SqlParserPos pos) {
      super(type.values, pos);
      this.type = type;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
      writer.keyword(type.name());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec node, Litmus litmus) {
      return (node instanceof Spec that && that.type == type)
          ? litmus.succeed()
          : litmus.fail("{} != {}", this, node);
    }
  }
}
