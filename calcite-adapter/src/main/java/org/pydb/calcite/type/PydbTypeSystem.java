package org.pydb.calcite.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * PostgreSQL's rules about types, in the form in which Calcite asks for them: limits, defaults, and
 * the types of sums, averages and quotients. Immutable; thread-safe.
 *
 * <p><b>Exact numbers.</b> There are two kinds. {@code decimal(p, s)} has at most 38 digits and a
 * fixed scale. {@code numeric} without precision keeps the scale of each value. Calcite knows only
 * the first, so {@code numeric} is written as a decimal that is wider than any real one, {@link
 * #NUMERIC_PRECISION} digits of which {@link #NUMERIC_SCALE} stand after the point. To Calcite's
 * rules it then is what it should be: every decimal and integer fits into it, and it fits into
 * nothing else. A sum or product that might need more than 38 digits becomes {@code numeric} too
 * (see {@link PydbTypeFactory#createSqlType}), so arithmetic on decimals is always exact. A
 * quotient has no natural scale and always is {@code numeric}.
 */
public final class PydbTypeSystem extends RelDataTypeSystemImpl {

  /** The only instance. */
  public static final PydbTypeSystem INSTANCE = new PydbTypeSystem();

  /** The precision that stands for {@code numeric} without precision. */
  public static final int NUMERIC_PRECISION = 1000;

  /** The scale that stands for {@code numeric} without precision. */
  public static final int NUMERIC_SCALE = 500;

  /** Digits after the point of a second. */
  public static final int TIME_PRECISION = 6;

  /** The most characters that a bounded string type may have. */
  public static final int CHARACTERS_MAX = 10_485_760;

  private PydbTypeSystem() {}

  /** Whether the type is {@code numeric} without precision. */
  public static boolean isNumeric(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        && type.getPrecision() > ColumnType.DECIMAL_PRECISION_MAX;
  }

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> NUMERIC_PRECISION;
      case CHAR, VARCHAR -> CHARACTERS_MAX;
      case BINARY, VARBINARY -> RelDataType.PRECISION_NOT_SPECIFIED;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIME_PRECISION;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getMinPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 0;
      default -> super.getMinPrecision(typeName);
    };
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> NUMERIC_PRECISION;
      case CHAR, VARCHAR, BINARY, VARBINARY -> RelDataType.PRECISION_NOT_SPECIFIED;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TIME_PRECISION;
      default -> super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? NUMERIC_SCALE : super.getMaxScale(typeName);
  }

  /** PostgreSQL rounds half away from zero where a value must lose digits. */
  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  /** The union of strings of several lengths is as long as the longest, never padded. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  /** A sum of integers is wide enough not to overflow on the way. */
  @Override
  public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType sum =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> typeFactory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT, DECIMAL -> typeFactory.createSqlType(SqlTypeName.DECIMAL);
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(sum, argumentType.isNullable());
  }

  /** Averages, deviations and variances: exact for exact numbers, double otherwise. */
  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType average =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
              typeFactory.createSqlType(SqlTypeName.DECIMAL);
          case REAL, FLOAT, DOUBLE -> typeFactory.createSqlType(SqlTypeName.DOUBLE);
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(average, argumentType.isNullable());
  }

  @Override
  public RelDataType deriveCovarType(
      RelDataTypeFactory typeFactory, RelDataType arg0Type, RelDataType arg1Type) {
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.DOUBLE),
        arg0Type.isNullable() || arg1Type.isNullable());
  }

  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    boolean exact = SqlTypeUtil.isExactNumeric(type1) && SqlTypeUtil.isExactNumeric(type2);
    boolean decimal = SqlTypeUtil.isDecimal(type1) || SqlTypeUtil.isDecimal(type2);
    return exact && decimal ? typeFactory.createSqlType(SqlTypeName.DECIMAL) : null;
  }
}
