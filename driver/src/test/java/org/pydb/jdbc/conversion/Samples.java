package org.pydb.jdbc.conversion;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values of all types, getters, and objects to be bound. */
final class Samples {

  /** A way to read the first column. */
  @FunctionalInterface
  interface Getter {
    Object from(ResultSet rows) throws Exception;
  }

  private static final LocalDateTime LEAP_DAY = LocalDateTime.of(2024, 2, 29, 12, 34, 56);
  private static final String UUID_TEXT = "0190163d-8694-739b-aea5-966c26f8ad91";

  /** Types of columns, with values in SQL of each. */
  static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  /** Ways to read. */
  static final Map<String, Getter> GETTERS = new LinkedHashMap<>();

  /** What can be bound. */
  static final Map<String, Object> OBJECTS = new LinkedHashMap<>();

  /** Types of columns, with those of JDBC by which values for them are bound. */
  static final Map<String, List<JDBCType>> TARGETS = new LinkedHashMap<>();

  static {
    for (String type : List.of("smallint", "integer", "bigint", "real", "double precision")) {
      VALUES.put(type, List.of("7", "1", "null"));
    }
    VALUES.put("numeric(10,2)", List.of("7.25", "1.00", "-7.75"));
    VALUES.put("boolean", List.of("true", "null"));
    VALUES.put("char(5)", List.of("'7'"));
    VALUES.put(
        "varchar(60)",
        List.of(
            "'7'",
            "'true'",
            "' 1.5 '",
            "'2024-02-29'",
            "'12:34:56'",
            "'2024-02-29 12:34:56.789'",
            "'" + UUID_TEXT + "'",
            "'x'",
            "null"));
    VALUES.put("bytea", List.of("X'0102'", "null"));
    VALUES.put("date", List.of("date '2024-02-29'", "null"));
    VALUES.put("time", List.of("time '12:34:56'", "null"));
    VALUES.put("timestamp", List.of("timestamp '2024-02-29 12:34:56.789'", "null"));
    VALUES.put(
        "timestamp with time zone",
        List.of("timestamp with time zone '2024-02-29 12:34:56.789+00'", "null"));
    VALUES.put("uuid", List.of("'" + UUID_TEXT + "'", "null"));
    VALUES.put("integer array", List.of("array[1,2]", "null"));

    GETTERS.put("getString", rows -> rows.getString(1));
    GETTERS.put("getNString", rows -> rows.getNString(1));
    GETTERS.put("getBoolean", rows -> rows.getBoolean(1));
    GETTERS.put("getByte", rows -> rows.getByte(1));
    GETTERS.put("getShort", rows -> rows.getShort(1));
    GETTERS.put("getInt", rows -> rows.getInt(1));
    GETTERS.put("getLong", rows -> rows.getLong(1));
    GETTERS.put("getFloat", rows -> rows.getFloat(1));
    GETTERS.put("getDouble", rows -> rows.getDouble(1));
    GETTERS.put("getBigDecimal", rows -> rows.getBigDecimal(1));
    GETTERS.put("getBytes", rows -> rows.getBytes(1));
    GETTERS.put("getDate", rows -> rows.getDate(1));
    GETTERS.put("getTime", rows -> rows.getTime(1));
    GETTERS.put("getTimestamp", rows -> rows.getTimestamp(1));
    GETTERS.put("getAsciiStream", rows -> rows.getAsciiStream(1));
    GETTERS.put("getBinaryStream", rows -> rows.getBinaryStream(1));
    GETTERS.put("getCharacterStream", rows -> rows.getCharacterStream(1));
    GETTERS.put("getNCharacterStream", rows -> rows.getNCharacterStream(1));
    GETTERS.put("getClob", rows -> rows.getClob(1));
    GETTERS.put("getNClob", rows -> rows.getNClob(1));
    GETTERS.put("getBlob", rows -> rows.getBlob(1));
    GETTERS.put("getArray", rows -> rows.getArray(1));
    GETTERS.put("getURL", rows -> rows.getURL(1));
    GETTERS.put("getRef", rows -> rows.getRef(1));
    GETTERS.put("getRowId", rows -> rows.getRowId(1));
    GETTERS.put("getSQLXML", rows -> rows.getSQLXML(1));
    GETTERS.put("getObject", rows -> rows.getObject(1));
    for (Class<?> type :
        List.of(
            Object.class,
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            Date.class,
            Time.class,
            Timestamp.class,
            Calendar.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            UUID.class,
            Clob.class,
            NClob.class,
            Blob.class,
            Array.class,
            InputStream.class,
            Reader.class)) {
      GETTERS.put("getObject of " + type.getTypeName(), rows -> rows.getObject(1, type));
    }

    OBJECTS.put("null", null);
    OBJECTS.put("String", "7");
    OBJECTS.put("String of a truth value", "true");
    OBJECTS.put("String of a date", "2024-02-29");
    OBJECTS.put("String of a time", "12:34:56");
    OBJECTS.put("String of a timestamp", "2024-02-29 12:34:56");
    OBJECTS.put("String of a UUID", UUID_TEXT);
    OBJECTS.put("Character", '7');
    OBJECTS.put("Boolean", true);
    OBJECTS.put("Byte", (byte) 7);
    OBJECTS.put("Short", (short) 7);
    OBJECTS.put("Integer", 7);
    OBJECTS.put("Long", 7L);
    OBJECTS.put("Float", 1f);
    OBJECTS.put("Double", 1d);
    OBJECTS.put("BigDecimal", BigDecimal.ONE);
    OBJECTS.put("BigInteger", BigInteger.ONE);
    OBJECTS.put("byte[]", new byte[] {1, 2});
    OBJECTS.put("java.sql.Date", Date.valueOf(LEAP_DAY.toLocalDate()));
    OBJECTS.put("Time", Time.valueOf(LEAP_DAY.toLocalTime()));
    OBJECTS.put("Timestamp", Timestamp.valueOf(LEAP_DAY));
    OBJECTS.put("java.util.Date", java.util.Date.from(LEAP_DAY.toInstant(ZoneOffset.UTC)));
    OBJECTS.put("Calendar", GregorianCalendar.from(LEAP_DAY.atZone(ZoneId.of("UTC"))));
    OBJECTS.put("LocalDate", LEAP_DAY.toLocalDate());
    OBJECTS.put("LocalTime", LEAP_DAY.toLocalTime());
    OBJECTS.put("LocalDateTime", LEAP_DAY);
    OBJECTS.put("OffsetTime", LEAP_DAY.toLocalTime().atOffset(ZoneOffset.UTC));
    OBJECTS.put("OffsetDateTime", LEAP_DAY.atOffset(ZoneOffset.ofHours(2)));
    OBJECTS.put("ZonedDateTime", LEAP_DAY.atZone(ZoneId.of("UTC")));
    OBJECTS.put("Instant", LEAP_DAY.toInstant(ZoneOffset.UTC));
    OBJECTS.put("UUID", UUID.fromString(UUID_TEXT));
    OBJECTS.put("Integer[]", new Integer[] {1, 2});

    TARGETS.put("smallint", List.of(JDBCType.SMALLINT, JDBCType.TINYINT));
    TARGETS.put("integer", List.of(JDBCType.INTEGER));
    TARGETS.put("bigint", List.of(JDBCType.BIGINT));
    TARGETS.put("real", List.of(JDBCType.REAL));
    TARGETS.put("double precision", List.of(JDBCType.DOUBLE, JDBCType.FLOAT));
    TARGETS.put("numeric(10,2)", List.of(JDBCType.NUMERIC, JDBCType.DECIMAL));
    TARGETS.put("boolean", List.of(JDBCType.BOOLEAN, JDBCType.BIT));
    TARGETS.put("char(36)", List.of(JDBCType.CHAR, JDBCType.NCHAR));
    TARGETS.put(
        "varchar(60)",
        List.of(
            JDBCType.VARCHAR,
            JDBCType.LONGVARCHAR,
            JDBCType.NVARCHAR,
            JDBCType.LONGNVARCHAR,
            JDBCType.CLOB));
    TARGETS.put(
        "bytea",
        List.of(JDBCType.VARBINARY, JDBCType.BINARY, JDBCType.LONGVARBINARY, JDBCType.BLOB));
    TARGETS.put("date", List.of(JDBCType.DATE));
    TARGETS.put("time", List.of(JDBCType.TIME, JDBCType.TIME_WITH_TIMEZONE));
    TARGETS.put("timestamp", List.of(JDBCType.TIMESTAMP));
    TARGETS.put("timestamp with time zone", List.of(JDBCType.TIMESTAMP_WITH_TIMEZONE));
    TARGETS.put("uuid", List.of(JDBCType.OTHER));
    TARGETS.put("integer array", List.of(JDBCType.ARRAY));
  }

  private Samples() {}
}
