package org.pydb.jdbc.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LargeObject;
import org.pydb.jdbc.lob.AsciiStream;
import org.pydb.jdbc.lob.LargeBlob;
import org.pydb.jdbc.lob.LargeClob;
import org.pydb.jdbc.lob.LargeInputStream;
import org.pydb.jdbc.lob.MemoryBlob;
import org.pydb.jdbc.lob.MemoryClob;

/** Values as objects: of the class that fits the column, or of a class that is asked for. */
public final class ObjectValues {

  /** How to get a value as some class. */
  @FunctionalInterface
  private interface Getter {
    Object get(RowValues row, int column) throws SQLException;
  }

  private static final Map<Class<?>, Getter> GETTERS = getters();

  private ObjectValues() {}

  private static Map<Class<?>, Getter> getters() {
    Map<Class<?>, Getter> all = new HashMap<>();
    all.put(Object.class, ObjectValues::toObject);
    all.put(String.class, TextValues::toText);
    all.put(Boolean.class, NumberValues::toBoolean);
    all.put(Byte.class, NumberValues::toByte);
    all.put(Short.class, NumberValues::toShort);
    all.put(Integer.class, NumberValues::toInt);
    all.put(Long.class, NumberValues::toLong);
    all.put(Float.class, NumberValues::toFloat);
    all.put(Double.class, NumberValues::toDouble);
    all.put(BigDecimal.class, NumberValues::toBigDecimal);
    all.put(BigInteger.class, NumberValues::toBigInteger);
    all.put(byte[].class, BinaryValues::toBytes);
    all.put(UUID.class, BinaryValues::toUuid);
    all.put(LocalDate.class, TimeValues::toLocalDate);
    all.put(LocalTime.class, TimeValues::toLocalTime);
    all.put(LocalDateTime.class, TimeValues::toLocalDateTime);
    all.put(OffsetDateTime.class, TimeValues::toOffsetDateTime);
    all.put(
        OffsetTime.class, (row, column) -> TimeValues.toOffsetDateTime(row, column).toOffsetTime());
    all.put(
        ZonedDateTime.class,
        (row, column) -> TimeValues.toInstant(row, column).atZone(row.text().zone()));
    all.put(Instant.class, TimeValues::toInstant);
    all.put(Date.class, (row, column) -> TimeValues.toDate(row, column, null));
    all.put(Time.class, (row, column) -> TimeValues.toTime(row, column, null));
    all.put(Timestamp.class, (row, column) -> TimeValues.toTimestamp(row, column, null));
    all.put(Calendar.class, ObjectValues::toCalendar);
    all.put(java.util.Date.class, (row, column) -> TimeValues.toTimestamp(row, column, null));
    all.put(InputStream.class, ObjectValues::toStream);
    all.put(Reader.class, ObjectValues::toReader);
    all.put(Blob.class, ObjectValues::toBlob);
    all.put(Clob.class, ObjectValues::toClob);
    all.put(NClob.class, ObjectValues::toNClob);
    all.put(java.sql.Array.class, PydbArray::of);
    all.put(Duration.class, IntervalValues::toDuration);
    all.put(Period.class, IntervalValues::toPeriod);
    for (Class<?> component :
        List.of(
            Integer.class,
            Long.class,
            Short.class,
            String.class,
            BigDecimal.class,
            Double.class,
            Float.class,
            Boolean.class,
            UUID.class,
            Object.class)) {
      all.put(component.arrayType(), (row, column) -> toArray(row, column, component.arrayType()));
    }
    return all;
  }

  /** The value as what {@link JdbcTypes#javaClass} says. */
  public static Object toObject(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case BOOLEAN -> row.word(column) != 0;
      case INT16, INT32 -> (int) row.word(column);
      case INT64 -> row.word(column);
      case FLOAT32 -> (float) row.number(column);
      case FLOAT64 -> row.number(column);
      case DECIMAL, NUMERIC -> row.decimal(column);
      case DATE -> TimeValues.toDate(row, column, null);
      case TIME -> TimeValues.toTime(row, column, null);
      case TIMESTAMP -> TimeValues.toTimestamp(row, column, null);
      case TIMESTAMP_TZ -> TimeValues.toOffsetDateTime(row, column);
      case UUID -> BinaryValues.toUuid(row, column);
      case CHAR, TEXT, INTERVAL, JSON, JSONB -> TextValues.toText(row, column);
      case ARRAY -> PydbArray.of(row, column);
      case BYTES -> BinaryValues.toBytes(row, column);
    };
  }

  private static Object toArray(RowValues row, int column, Class<?> wanted) throws SQLException {
    Object array = PydbArray.of(row, column).getArray();
    if (!wanted.isInstance(array)) {
      throw row.cannotConvert(column, wanted.getTypeName());
    }
    return array;
  }

  /** Whether values can be had as this class at all. */
  public static boolean isKnown(Class<?> wanted) {
    return GETTERS.containsKey(wanted);
  }

  /** The value as an object of a class that is known. */
  public static <T> T toObject(RowValues row, int column, Class<T> wanted) throws SQLException {
    Getter getter = GETTERS.get(wanted);
    if (getter == null) {
      throw row.cannotConvert(column, wanted.getName());
    }
    return wanted.cast(getter.get(row, column));
  }

  /** The bytes of a bytea as a stream. */
  public static InputStream toStream(RowValues row, int column) throws SQLException {
    LargeObject large = row.type(column).isBytes() ? row.large(column) : null;
    return large == null
        ? new ByteArrayInputStream(BinaryValues.toBytes(row, column))
        : new LargeInputStream(large);
  }

  /** The value as text, to be read. */
  public static Reader toReader(RowValues row, int column) throws SQLException {
    LargeObject large = largeText(row, column);
    return large == null
        ? new StringReader(TextValues.toText(row, column))
        : new InputStreamReader(new LargeInputStream(large), UTF_8);
  }

  /** A text that need not be in memory; null if the row holds it. */
  private static @Nullable LargeObject largeText(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case TEXT, JSON, JSONB -> row.large(column);
      default -> null;
    };
  }

  /** The value as text in ASCII, to be read. */
  public static InputStream toAsciiStream(RowValues row, int column) throws SQLException {
    LargeObject large = largeText(row, column);
    return large == null
        ? new ByteArrayInputStream(TextValues.toText(row, column).getBytes(US_ASCII))
        : new AsciiStream(new InputStreamReader(new LargeInputStream(large), UTF_8));
  }

  /** The value as text in UTF-8, to be read. */
  public static InputStream toUtf8Stream(RowValues row, int column) throws SQLException {
    LargeObject large = largeText(row, column);
    return large == null
        ? new ByteArrayInputStream(TextValues.toText(row, column).getBytes(UTF_8))
        : new LargeInputStream(large);
  }

  /** The bytes of a bytea in memory. */
  public static Blob toBlob(RowValues row, int column) throws SQLException {
    LargeObject large = row.type(column).isBytes() ? row.large(column) : null;
    return large == null ? new MemoryBlob(BinaryValues.toBytes(row, column)) : new LargeBlob(large);
  }

  /** A text in memory. */
  public static Clob toClob(RowValues row, int column) throws SQLException {
    return toNClob(row, column);
  }

  /** A text in memory: all of them are Unicode. */
  public static NClob toNClob(RowValues row, int column) throws SQLException {
    LargeObject large = largeText(row, column);
    return large != null
        ? new LargeClob(large)
        : new MemoryClob(TextValues.toCharacters(row, column, "Clob"));
  }

  private static Calendar toCalendar(RowValues row, int column) throws SQLException {
    Calendar calendar = Calendar.getInstance();
    calendar.setTime(TimeValues.toTimestamp(row, column, null));
    return calendar;
  }
}
