package org.pydb.jdbc.metadata;

import java.sql.Types;

/** Which types <code>{fn CONVERT(…)}</code> turns into which. Stateless. */
final class Conversions {

  /** Types that are converted alike. */
  private enum Family {
    TEXT,
    BYTES,
    BOOLEAN,
    INTEGER,
    FRACTION,
    DATE,
    TIME,
    TIMESTAMP,
    /** Can be converted, but not be converted to: JDBC has no name for them there. */
    INSTANT,
    UUID,
    NONE
  }

  private Conversions() {}

  /** Whether values of one type of {@link Types} can become another. */
  static boolean isPossible(int fromType, int toType) {
    Family from = family(fromType);
    if (from == Family.NONE) {
      return false;
    }
    return switch (family(toType)) {
      case TEXT -> true;
      case BYTES -> from == Family.BYTES || from == Family.TEXT;
      case BOOLEAN -> from == Family.BOOLEAN || from == Family.TEXT || from == Family.INTEGER;
      case INTEGER, FRACTION ->
          from == Family.INTEGER || from == Family.FRACTION || from == Family.TEXT;
      case DATE -> from == Family.DATE || hasDateAndTime(from) || from == Family.TEXT;
      case TIME -> from == Family.TIME || hasDateAndTime(from) || from == Family.TEXT;
      case TIMESTAMP -> from == Family.DATE || hasDateAndTime(from) || from == Family.TEXT;
      case INSTANT, UUID, NONE -> false;
    };
  }

  private static boolean hasDateAndTime(Family family) {
    return family == Family.TIMESTAMP || family == Family.INSTANT;
  }

  private static Family family(int type) {
    return switch (type) {
      case Types.CHAR, Types.VARCHAR -> Family.TEXT;
      case Types.BINARY, Types.VARBINARY -> Family.BYTES;
      case Types.BOOLEAN -> Family.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Family.INTEGER;
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> Family.FRACTION;
      case Types.DATE -> Family.DATE;
      case Types.TIME -> Family.TIME;
      case Types.TIMESTAMP -> Family.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> Family.INSTANT;
      case Types.OTHER -> Family.UUID;
      default -> Family.NONE;
    };
  }
}
