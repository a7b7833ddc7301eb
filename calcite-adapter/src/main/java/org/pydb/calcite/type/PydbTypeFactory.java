package org.pydb.calcite.type;

import static java.util.Objects.requireNonNull;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFamily;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * Makes every type that a plan uses, and so decides which types there are: names that PostgreSQL
 * has under another name become that other type, decimals beyond 38 digits become {@code numeric},
 * strings are UTF-8. Thread-safe.
 */
public final class PydbTypeFactory extends JavaTypeFactoryImpl {

  /** The instance that all planning shares. */
  public static final PydbTypeFactory INSTANCE = new PydbTypeFactory();

  /**
   * The types there are. Calcite has them for all who share it: of two class loaders with pydb and
   * one Calcite, each needs its own, be it of arrays and rows of what only pydb knows.
   */
  private final Interner<RelDataType> types = Interners.newWeakInterner();

  private final LoadingCache<Row, RelDataType> rows =
      CacheBuilder.newBuilder().softValues().build(CacheLoader.from(Row::type));

  /** What tells the type of a row from others. */
  private record Row(
      StructKind kind, List<String> names, List<RelDataType> types, boolean isNullable) {

    RelDataType type() {
      List<RelDataTypeField> fields = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        fields.add(new RelDataTypeFieldImpl(names.get(i), i, types.get(i)));
      }
      return new RelRecordType(kind, fields, isNullable);
    }
  }

  private PydbTypeFactory() {
    super(PydbTypeSystem.INSTANCE);
  }

  @Override
  protected RelDataType canonize(RelDataType type) {
    return types.intern(type);
  }

  @Override
  protected RelDataType canonize(
      StructKind kind, List<String> names, List<RelDataType> columns, boolean isNullable) {
    return rows.getUnchecked(new Row(kind, List.copyOf(names), List.copyOf(columns), isNullable));
  }

  /** {@code text}: a string without bound. Not nullable. */
  public RelDataType text() {
    return createSqlType(SqlTypeName.VARCHAR);
  }

  /** {@code numeric} without precision. Not nullable. */
  public RelDataType numeric() {
    return createSqlType(SqlTypeName.DECIMAL);
  }

  /** A type that Calcite does not know. Not nullable. */
  public RelDataType opaque(OpaqueType.Kind kind) {
    return canonize(new OpaqueType(kind, false));
  }

  /** Arrays whose elements, of this type, may be NULL. Not nullable. */
  public RelDataType array(RelDataType element) {
    return createArrayType(nullable(element), -1);
  }

  /** The type, nullable. */
  public RelDataType nullable(RelDataType type) {
    return createTypeWithNullability(type, true);
  }

  @Override
  public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
    return type instanceof OpaqueType opaque
        ? canonize(new OpaqueType(opaque.kind(), nullable))
        : super.createTypeWithNullability(type, nullable);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName) {
    SqlTypeName known = known(typeName);
    return known == SqlTypeName.DECIMAL
        ? decimal(PydbTypeSystem.NUMERIC_PRECISION, PydbTypeSystem.NUMERIC_SCALE)
        : super.createSqlType(known);
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision) {
    SqlTypeName known = known(typeName);
    if (known == SqlTypeName.DECIMAL) {
      boolean unbounded = precision < 0 || precision > ColumnType.DECIMAL_PRECISION_MAX;
      return unbounded ? createSqlType(known) : decimal(precision, 0);
    }
    if (known == SqlTypeName.VARBINARY) {
      return super.createSqlType(known, RelDataType.PRECISION_NOT_SPECIFIED);
    }
    return known.allowsPrec() ? super.createSqlType(known, precision) : super.createSqlType(known);
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision, int scale) {
    SqlTypeName known = known(typeName);
    return known == SqlTypeName.DECIMAL
        ? decimal(precision, scale)
        : super.createSqlType(known, precision, scale);
  }

  /**
   * The type to which all these can go without losing anything, or null if they have nothing in
   * common: PostgreSQL has no such type for, say, a number and a string.
   */
  @Override
  public @Nullable RelDataType leastRestrictive(
      List<RelDataType> types, SqlTypeMappingRule mappingRule) {
    Mixture mixture = new Mixture();
    types.forEach(mixture::add);
    if (mixture.isOther || types.stream().anyMatch(type -> type.getSqlTypeName() == null)) {
      RelDataType type = super.leastRestrictive(types, mappingRule);
      return type == null ? null : withAllDigits(type);
    }
    if (mixture.categories.size() > 1) {
      return null;
    }
    if (!mixture.elements.isEmpty()) {
      RelDataType element = leastRestrictive(mixture.elements, mappingRule);
      return element == null ? null : createTypeWithNullability(array(element), mixture.isNullable);
    }
    if (mixture.opaque != null) {
      return createTypeWithNullability(mixture.opaque, mixture.isNullable);
    }
    if (mixture.hasReal && mixture.hasExact) {
      return createTypeWithNullability(createSqlType(SqlTypeName.DOUBLE), mixture.isNullable);
    }
    if (mixture.hasDifferentScales()) {
      return createTypeWithNullability(numeric(), mixture.isNullable);
    }
    if (mixture.widestDatetime != null) {
      SqlTypeName name = mixture.widestDatetime.getSqlTypeName();
      return createTypeWithNullability(
          createSqlType(name, mixture.fractionDigits), mixture.isNullable);
    }
    RelDataType type = super.leastRestrictive(types, mappingRule);
    return type == null ? null : createTypeWithNullability(type, mixture.isNullable);
  }

  /** The sum of a time and an interval is no less precise than a time can be. */
  private RelDataType withAllDigits(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          createTypeWithNullability(createSqlType(type.getSqlTypeName()), type.isNullable());
      default -> type;
    };
  }

  /** Calcite keeps the classes that it makes up in a plain map: one thread at a time. */
  @Override
  public synchronized Type createSyntheticType(List<Type> types) {
    return super.createSyntheticType(types);
  }

  @Override
  public synchronized Type getJavaClass(RelDataType type) {
    return super.getJavaClass(type);
  }

  private RelDataType decimal(int precision, int scale) {
    if (precision > ColumnType.DECIMAL_PRECISION_MAX || scale > ColumnType.DECIMAL_PRECISION_MAX) {
      return super.createSqlType(
          SqlTypeName.DECIMAL, PydbTypeSystem.NUMERIC_PRECISION, PydbTypeSystem.NUMERIC_SCALE);
    }
    // 0.001 has one digit and a scale of three: the engine counts the zeros as digits.
    return super.createSqlType(SqlTypeName.DECIMAL, Math.max(precision, scale), scale);
  }

  /** The name under which the type is known here. */
  private static SqlTypeName known(SqlTypeName typeName) {
    return switch (typeName) {
      case TINYINT -> SqlTypeName.SMALLINT;
      case FLOAT -> SqlTypeName.DOUBLE;
      case BINARY -> SqlTypeName.VARBINARY;
      case TIMESTAMP_TZ -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
      default -> typeName;
    };
  }

  /** What a list of types is made of. */
  private static final class Mixture {
    private final List<RelDataTypeFamily> categories = new ArrayList<>();
    private @Nullable RelDataType opaque;

    /** The types of the elements of arrays. */
    private final List<RelDataType> elements = new ArrayList<>();

    private boolean isNullable;
    private boolean isOther;
    private boolean hasReal;
    private boolean hasExact;
    private boolean hasDouble;
    private @Nullable RelDataType decimal;
    private boolean isOneDecimal = true;
    private @Nullable RelDataType widestDatetime;

    /** The most digits of a second's fraction that one of the times has. */
    private int fractionDigits;

    void add(RelDataType type) {
      isNullable |= type.isNullable();
      if (type instanceof OpaqueType) {
        addCategory(type.getFamily());
        opaque = type;
        return;
      }
      switch (type.getSqlTypeName()) {
        case NULL, UNKNOWN -> isNullable = true;
        case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> addNumber(type);
        case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
            addDatetime(type, SqlTypeFamily.DATETIME);
        case CHAR, VARCHAR -> addCategory(SqlTypeFamily.CHARACTER);
        case BOOLEAN -> addCategory(SqlTypeFamily.BOOLEAN);
        case VARBINARY -> addCategory(SqlTypeFamily.BINARY);
        case TIME -> addDatetime(type, SqlTypeFamily.TIME);
        case UUID -> addCategory(SqlTypeFamily.UUID);
        case ARRAY -> {
          addCategory(SqlTypeFamily.ARRAY);
          elements.add(requireNonNull(type.getComponentType()));
        }
        default -> isOther = true;
      }
    }

    private void addNumber(RelDataType type) {
      addCategory(SqlTypeFamily.NUMERIC);
      hasReal |= type.getSqlTypeName() == SqlTypeName.REAL;
      hasDouble |= type.getSqlTypeName() == SqlTypeName.DOUBLE;
      hasExact |= SqlTypeUtil.isExactNumeric(type);
      if (type.getSqlTypeName() == SqlTypeName.DECIMAL) {
        isOneDecimal &= decimal == null || isSame(decimal, type);
        decimal = type;
      } else {
        isOneDecimal = false;
      }
    }

    private static boolean isSame(RelDataType decimal, RelDataType other) {
      return decimal.getPrecision() == other.getPrecision()
          && decimal.getScale() == other.getScale();
    }

    /** Whether values keep their own digits after the point only as {@code numeric}. */
    boolean hasDifferentScales() {
      return decimal != null && !isOneDecimal && !hasReal && !hasDouble;
    }

    private void addDatetime(RelDataType type, SqlTypeFamily category) {
      addCategory(category);
      if (widestDatetime == null || rank(type) > rank(widestDatetime)) {
        widestDatetime = type;
      }
      fractionDigits = Math.max(fractionDigits, type.getPrecision());
    }

    private static int rank(RelDataType datetime) {
      return switch (datetime.getSqlTypeName()) {
        case DATE -> 0;
        case TIMESTAMP -> 1;
        default -> 2;
      };
    }

    private void addCategory(RelDataTypeFamily category) {
      if (!categories.contains(category)) {
        categories.add(category);
      }
    }
  }
}
