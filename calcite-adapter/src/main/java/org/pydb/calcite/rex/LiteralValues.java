package org.pydb.calcite.rex;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.engine.schema.ColumnType;

/**
 * Constants as Calcite writes them and as vectors hold them: {@code Long} for integers, booleans,
 * days and microseconds, {@code Double}, {@code BigDecimal}, {@code byte[]}, null for NULL.
 */
public final class LiteralValues {
  private static final int YEAR_MAX = 9999;
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private LiteralValues() {}

  /** The value of a literal, in the box that its type asks for. */
  public static @Nullable Object of(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN -> RexLiteral.booleanValue(literal) ? 1L : 0L;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> decimal(literal).longValueExact();
      case DECIMAL -> exact(decimal(literal), literal.getType());
      case REAL -> (double) decimal(literal).floatValue();
      case FLOAT, DOUBLE -> decimal(literal).doubleValue();
      case DATE -> (long) value(literal, DateString.class).getDaysSinceEpoch();
      case TIME -> micros(LocalTime.parse(value(literal, TimeString.class).toString()));
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          micros(dateTime(value(literal, TimestampString.class)));
      case UUID -> bytes(value(literal, UUID.class));
      case CHAR, VARCHAR ->
          value(literal, NlsString.class).getValue().getBytes(StandardCharsets.UTF_8);
      case BINARY, VARBINARY -> value(literal, ByteString.class).getBytes();
      default -> throw new UnsupportedExpression("a constant of type " + literal.getType());
    };
  }

  /**
   * The literal for a value; null if Calcite has none for it, such as infinity or the year 10000.
   *
   * @param value as vectors hold it
   */
  static @Nullable RexNode toRex(RexBuilder builder, RelDataType type, @Nullable Object value) {
    if (value == null) {
      return builder.makeNullLiteral(type);
    }
    ColumnType column = ColumnTypes.toColumn(type);
    return switch (column.kind()) {
      case BOOLEAN -> builder.makeLiteral((Long) value != 0);
      case INT16, INT32, INT64 -> builder.makeExactLiteral(BigDecimal.valueOf((Long) value), type);
      case DECIMAL -> builder.makeExactLiteral((BigDecimal) value, type);
      case NUMERIC -> numeric(builder, type, (BigDecimal) value);
      case FLOAT32, FLOAT64 -> approximate(builder, type, (Double) value);
      case DATE -> date(builder, (Long) value);
      case TIME -> time(builder, type, (Long) value);
      case TIMESTAMP, TIMESTAMP_TZ -> timestamp(builder, type, (Long) value);
      case UUID -> builder.makeUuidLiteral(uuid((byte[]) value));
      case CHAR, TEXT -> PydbRexBuilder.INSTANCE.makeStringLiteral(text(value), type);
      case BYTES -> builder.makeBinaryLiteral(new ByteString((byte[]) value));
      case INTERVAL, JSON, JSONB, ARRAY -> null;
    };
  }

  private static BigDecimal decimal(RexLiteral literal) {
    Object value = literal.getValue();
    return value instanceof Double number
        ? new BigDecimal(number)
        : value(literal, BigDecimal.class);
  }

  /** Calcite writes zeros after the point up to the type's scale, which numeric does not have. */
  private static BigDecimal exact(BigDecimal value, RelDataType type) {
    if (!PydbTypeSystem.isNumeric(type)) {
      return value.setScale(type.getScale());
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static <T> T value(RexLiteral literal, Class<T> type) {
    T value = literal.getValueAs(type);
    if (value == null) {
      throw new IllegalArgumentException(literal + " is NULL");
    }
    return value;
  }

  private static LocalDateTime dateTime(TimestampString timestamp) {
    return LocalDateTime.parse(timestamp.toString().replace(' ', 'T'));
  }

  private static long micros(LocalTime time) {
    return time.toNanoOfDay() / 1000;
  }

  private static long micros(LocalDateTime dateTime) {
    return ChronoUnit.MICROS.between(EPOCH, dateTime);
  }

  private static byte[] bytes(UUID uuid) {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }

  /** The value as precise as it is, widened by a cast that costs nothing when it runs. */
  private static RexNode numeric(RexBuilder builder, RelDataType type, BigDecimal value) {
    BigDecimal written = value.scale() < 0 ? value.setScale(0) : value;
    if (written.scale() == 0 && written.unscaledValue().bitLength() >= Long.SIZE) {
      return builder.makeExactLiteral(written, type); // Without a type it would be a bigint.
    }
    RexNode literal = builder.makeExactLiteral(written);
    return builder.makeAbstractCast(type, literal, false);
  }

  private static @Nullable RexNode approximate(RexBuilder builder, RelDataType type, double value) {
    boolean isNegativeZero = value == 0 && 1 / value < 0;
    return Double.isFinite(value) && !isNegativeZero
        ? builder.makeApproxLiteral(new BigDecimal(value), type)
        : null;
  }

  private static @Nullable RexNode date(RexBuilder builder, long days) {
    LocalDate date = LocalDate.ofEpochDay(days);
    return isWritable(date.getYear())
        ? builder.makeDateLiteral(DateString.fromDaysSinceEpoch((int) days))
        : null;
  }

  private static @Nullable RexNode time(RexBuilder builder, RelDataType type, long micros) {
    if (micros >= ChronoUnit.DAYS.getDuration().toNanos() / 1000) {
      return null; // 24:00:00
    }
    LocalTime time = LocalTime.ofNanoOfDay(micros * 1000);
    TimeString text =
        new TimeString(time.getHour(), time.getMinute(), time.getSecond())
            .withNanos(time.getNano());
    return builder.makeTimeLiteral(text, type.getPrecision());
  }

  private static @Nullable RexNode timestamp(RexBuilder builder, RelDataType type, long micros) {
    LocalDateTime moment =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    if (!isWritable(moment.getYear())) {
      return null;
    }
    TimestampString text =
        new TimestampString(
                moment.getYear(),
                moment.getMonthValue(),
                moment.getDayOfMonth(),
                moment.getHour(),
                moment.getMinute(),
                moment.getSecond())
            .withNanos(moment.getNano());
    return builder.makeLiteral(text, type, false);
  }

  private static boolean isWritable(int year) {
    return year >= 1 && year <= YEAR_MAX;
  }
}
