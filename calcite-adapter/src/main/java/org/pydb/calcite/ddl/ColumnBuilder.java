package org.pydb.calcite.ddl;

import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ColumnDeclaration;
import org.pydb.calcite.parser.DefaultDeclaration;
import org.pydb.calcite.parser.IdentityDeclaration;
import org.pydb.calcite.parser.NullabilityDeclaration;
import org.pydb.calcite.parser.PostgresType;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.calcite.validate.DataTypeCheck;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;

/** From a column's declaration to its definition, but for keys and checks. */
final class ColumnBuilder {
  private final SqlValidator validator;

  ColumnBuilder(SqlValidator validator) {
    this.validator = validator;
  }

  /**
   * The definition of a column.
   *
   * @param inPrimaryKey whether it must not be NULL for that reason
   */
  ColumnDefinition build(ColumnDeclaration declaration, boolean inPrimaryKey) {
    ColumnType type = type(declaration.type());
    NullabilityDeclaration nullability = null;
    DefaultDeclaration defaultValue = null;
    for (SqlNode constraint : declaration.constraints()) {
      if (constraint instanceof NullabilityDeclaration n) {
        if (nullability != null && nullability.nullable() != n.nullable()) {
          throw contradiction(declaration, n);
        }
        nullability = n;
      } else if (constraint instanceof DefaultDeclaration d) {
        if (defaultValue != null) {
          throw new PlacedError(
              d,
              "42601",
              "column \"" + declaration.name().getSimple() + "\" has more than one default");
        }
        defaultValue = d;
      } else if (constraint instanceof IdentityDeclaration i) {
        throw notYet(i, "identity columns");
      }
    }
    if (inPrimaryKey && nullability != null && nullability.nullable()) {
      throw contradiction(declaration, nullability);
    }
    boolean nullable = !inPrimaryKey && (nullability == null || nullability.nullable());
    return new ColumnDefinition(
        declaration.name().getSimple(),
        type,
        nullable,
        defaultValue == null ? null : PydbDialect.text(defaultValue.expression()),
        Map.of());
  }

  private ColumnType type(SqlDataTypeSpec declared) {
    PostgresType postgres = PostgresType.of(declared);
    if (postgres != null && postgres.isSerial()) {
      throw notYet(declared, "serial columns");
    }
    DataTypeCheck.check(declared);
    @Nullable RelDataType type = declared.deriveType(validator);
    ColumnType column = type == null ? null : ColumnTypes.toColumnOrNull(type);
    if (column == null) {
      throw new PlacedError(
          declared,
          "0A000",
          "columns of type " + declared + " are not supported yet; " + DataTypeCheck.TYPES);
    }
    if (type.getSqlTypeName().getFamily() == SqlTypeFamily.TIME
        || type.getSqlTypeName().getFamily() == SqlTypeFamily.TIMESTAMP) {
      checkPrecision(declared, type);
    }
    return column;
  }

  /** Columns keep microseconds. To take fewer digits for as many would be silently wrong. */
  private static void checkPrecision(SqlDataTypeSpec declared, RelDataType type) {
    if (type.getPrecision() != PydbTypeSystem.TIME_PRECISION) {
      throw new PlacedError(
          declared,
          "0A000",
          "columns of type "
              + declared
              + " are not supported yet: leave the precision out, columns keep microseconds");
    }
  }

  private static PlacedError notYet(SqlNode node, String what) {
    return new PlacedError(
        node,
        "0A000",
        what + " are not supported yet: declare an integer column and give its values yourself");
  }

  private static PlacedError contradiction(ColumnDeclaration column, SqlNode place) {
    return new PlacedError(
        place,
        "42601",
        "column \""
            + column.name().getSimple()
            + "\" is declared both NULL and NOT NULL, or NULL and a primary key");
  }
}
