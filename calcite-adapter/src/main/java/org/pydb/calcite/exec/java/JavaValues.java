package org.pydb.calcite.exec.java;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaType;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The values of vectors as objects of Java's classes, and back. What goes back is checked: SQL has
 * fewer dates than Java, and no NUL in texts. Stateless.
 */
public final class JavaValues {
  private static final long NANOS_A_MICRO = 1_000;
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int UUID_BYTES = 16;

  private JavaValues() {}

  /** The value at a position of a vector of a type; null if it is NULL. */
  public static @Nullable Object get(JavaType type, Vector vector, int row) {
    Object value = vector.getObject(row);
    return value == null ? null : toJava(type, value);
  }

  private static Object toJava(JavaType type, Object value) {
    return switch (type) {
      case BOOLEAN -> (Long) value != 0;
      case SHORT -> ((Long) value).shortValue();
      case INTEGER -> ((Long) value).intValue();
      case LONG, DOUBLE, BIG_DECIMAL, BYTES -> value;
      case FLOAT -> ((Double) value).floatValue();
      case STRING -> new String((byte[]) value, StandardCharsets.UTF_8);
      case DATE -> LocalDate.ofEpochDay((Long) value);
      case TIME -> time((Long) value);
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv((Long) value, MICROS_A_SECOND), nanos((Long) value), ZoneOffset.UTC);
      case INSTANT -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      case UUID -> {
        ByteBuffer bytes = ByteBuffer.wrap((byte[]) value);
        yield new UUID(bytes.getLong(), bytes.getLong());
      }
    };
  }

  private static int nanos(long micros) {
    return (int) (Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
  }

  private static LocalTime time(long micros) {
    if (micros == Timestamps.DAY) {
      throw new SqlError("22008", "a function in Java cannot take 24:00:00: LocalTime lacks it");
    }
    return LocalTime.ofNanoOfDay(micros * NANOS_A_MICRO);
  }

  /**
   * Sets a position of a vector of a type.
   *
   * @param value of the type's class; null for NULL
   * @throws SqlError 22008 or 22021 if SQL has no such value
   * @throws ClassCastException if it is of another class
   */
  public static void set(JavaType type, Vector vector, int row, @Nullable Object value) {
    vector.setObject(row, value == null ? null : toSql(type, value));
  }

  private static Object toSql(JavaType type, Object value) {
    return switch (type) {
      case BOOLEAN -> (Boolean) value ? 1L : 0L;
      case SHORT -> ((Short) value).longValue();
      case INTEGER -> ((Integer) value).longValue();
      case LONG -> (Long) value;
      case FLOAT -> ((Float) value).doubleValue();
      case DOUBLE -> (Double) value;
      case BIG_DECIMAL -> withoutNegativeScale((BigDecimal) value);
      case STRING -> text((String) value);
      case BYTES -> ((byte[]) value).clone();
      case DATE -> inRange(((LocalDate) value).toEpochDay(), value);
      case TIME -> micros(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC), value);
      case INSTANT -> micros((Instant) value, value);
      case UUID -> {
        UUID id = (UUID) value;
        yield ByteBuffer.allocate(UUID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
      }
    };
  }

  private static BigDecimal withoutNegativeScale(BigDecimal value) {
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static byte[] text(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new SqlError("22021", "invalid byte sequence for encoding \"UTF8\": 0x00");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Long inRange(long days, Object value) {
    if (days < CivilDate.DAYS_MIN || days > CivilDate.DAYS_MAX) {
      throw new SqlError("22008", "date out of range: \"" + value + "\"");
    }
    return days;
  }

  /** To the nearest microsecond, as parameters are. */
  private static long micros(long nanos) {
    return (nanos + NANOS_A_MICRO / 2) / NANOS_A_MICRO;
  }

  private static Long micros(Instant instant, Object value) {
    try {
      long seconds = Math.multiplyExact(instant.getEpochSecond(), MICROS_A_SECOND);
      long micros = Math.addExact(seconds, micros(instant.getNano()));
      if (micros >= Timestamps.MIN && micros <= Timestamps.MAX) {
        return micros;
      }
    } catch (ArithmeticException e) {
      // Told below.
    }
    throw new SqlError("22008", "timestamp out of range: \"" + value + "\"");
  }
}
