package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.calcite.error.OtherDialects;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ArrayTypeSpec;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.engine.schema.ColumnType;

/** The limits of types that a statement names. Calcite would silently cut them to what it has. */
public final class DataTypeCheck {

  /** The types that there are, for messages. */
  public static final String TYPES =
      "the types are boolean, smallint, integer, bigint, real, double precision, numeric, char,"
          + " varchar, text, bytea, date, time, timestamp, timestamptz, uuid, interval, json, jsonb"
          + " and arrays of these";

  private DataTypeCheck() {}

  /**
   * Checks name and numbers of a type.
   *
   * @throws PlacedError 42704 if there is no such type, 22023 if a number is out of range
   */
  public static void check(SqlDataTypeSpec type) {
    if (type.getTypeNameSpec() instanceof ArrayTypeSpec array) {
      check(new SqlDataTypeSpec(array.element(), type.getParserPosition()));
      return;
    }
    if (type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec named) {
      String name = named.getTypeName().toString();
      String instead = OtherDialects.type(name);
      String hint = instead == null ? TYPES : "in pydb: " + instead;
      throw new PlacedError(type, "42704", "type \"" + name + "\" does not exist; " + hint);
    }
    if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
      return;
    }
    SqlTypeName name = SqlTypeName.get(basic.getTypeName().getSimple());
    int precision = basic.getPrecision();
    if (name == null || precision < 0) {
      return;
    }
    switch (name) {
      case DECIMAL -> checkDecimal(type, precision, basic.getScale());
      case CHAR, VARCHAR -> {
        if (precision < 1 || precision > PydbTypeSystem.CHARACTERS_MAX) {
          throw wrong(
              type, "a string's length must be between 1 and " + PydbTypeSystem.CHARACTERS_MAX);
        }
      }
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> {
        if (precision > PydbTypeSystem.TIME_PRECISION) {
          throw wrong(type, "a time's precision must be between 0 and 6");
        }
      }
      default -> {}
    }
  }

  private static void checkDecimal(SqlDataTypeSpec type, int precision, int scale) {
    boolean isUnbounded =
        precision == PydbTypeSystem.NUMERIC_PRECISION && scale == PydbTypeSystem.NUMERIC_SCALE;
    if (isUnbounded) {
      return;
    }
    if (precision < 1 || precision > ColumnType.DECIMAL_PRECISION_MAX) {
      throw wrong(type, "numeric precision " + precision + " must be between 1 and 38");
    }
    if (scale > precision) {
      throw wrong(type, "numeric scale " + scale + " must be between 0 and " + precision);
    }
  }

  private static PlacedError wrong(SqlDataTypeSpec type, String message) {
    return new PlacedError(type, "22023", message);
  }
}
