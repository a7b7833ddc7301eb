package org.pydb.engine.row;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.UUID;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.ColumnType;

/**
 * Keys as people read them, for messages: {@code (42, 'abc', NULL)}. Stateless.
 *
 * <p>Long values are cut: a message need not carry a megabyte.
 */
public final class KeyPrinter {

  /**
   * The most bytes of a text or byte string, and the most characters of a number, that are shown.
   */
  public static final int SHOWN_MAX = 64;

  private static final DateTimeFormatter SECONDS =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private KeyPrinter() {}

  /** A row's key, or the first columns of an index entry, as text. */
  public static String print(KeyFormat format, byte[] key, int from, int to) {
    if (format.size() == 0) {
      return "(row " + (to - from == Long.BYTES ? Bytes.getLong(key, from) : "?") + ")";
    }
    KeyDecoder decoder = new KeyDecoder(format);
    decoder.position(key, from, to);
    StringJoiner text = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < format.size(); i++) {
      text.add(decoder.isNull(i) ? "NULL" : value(decoder, i, format.part(i).type()));
    }
    return text.toString();
  }

  private static String value(KeyDecoder key, int part, ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> key.getLong(part) != 0 ? "true" : "false";
      case INT16, INT32, INT64 -> Long.toString(key.getLong(part));
      case FLOAT32 -> Float.toString((float) key.getDouble(part));
      case FLOAT64 -> Double.toString(key.getDouble(part));
      case DECIMAL, NUMERIC -> cut(key.getDecimal(part).toPlainString());
      case DATE -> quoted(LocalDate.ofEpochDay(key.getLong(part)).toString());
      case TIME -> quoted(time(key.getLong(part)));
      case TIMESTAMP -> quoted(timestamp(key.getLong(part)));
      case TIMESTAMP_TZ -> quoted(timestamp(key.getLong(part)) + "+00");
      case UUID -> quoted(uuid(key.array(part), key.start(part)));
      case CHAR, TEXT -> text(key.array(part), key.start(part), key.length(part));
      case BYTES -> bytes(key.array(part), key.start(part), key.length(part));
      case INTERVAL -> quoted(interval(key.array(part), key.start(part)));
      case ARRAY -> array(key.array(part), key.start(part), type);
      case JSON, JSONB -> throw new IllegalStateException(type + " is no key");
    };
  }

  static String time(long micros) {
    return micros == LongRange.MICROS_PER_DAY
        ? "24:00"
        : LocalTime.ofNanoOfDay(1000 * micros).toString();
  }

  static String timestamp(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return local.toLocalDate() + " " + local.toLocalTime();
  }

  static String uuid(byte[] array, int start) {
    return new UUID(Bytes.getLong(array, start), Bytes.getLong(array, start + 8)).toString();
  }

  /** As PostgreSQL would print it, but with months as days. */
  private static String interval(byte[] array, int start) {
    long days = OrderedInterval.days(array, start);
    long micros = OrderedInterval.microsOfDay(array, start);
    if (days == 0 || micros != 0) {
      String time = LocalTime.ofNanoOfDay(1000 * micros).format(SECONDS);
      return days == 0 ? time : days + " days " + (days < 0 ? "+" : "") + time;
    }
    return days + " days";
  }

  private static String array(byte[] array, int start, ColumnType type) {
    KeyDecoder element = new KeyDecoder(OrderedArray.elementFormat(type));
    ColumnType elementType = element.format().part(0).type();
    StringJoiner text = new StringJoiner(", ", "ARRAY[", "]");
    int at = start;
    while (!OrderedArray.isEnd(array, at) && text.length() < SHOWN_MAX) {
      if (OrderedArray.isNull(array, at++)) {
        text.add("NULL");
      } else {
        element.position(array, at, array.length);
        text.add(value(element, 0, elementType));
        at = element.end();
      }
    }
    if (!OrderedArray.isEnd(array, at)) {
      text.add("…");
    }
    return text.toString();
  }

  static String text(byte[] array, int start, int length) {
    int shown = Math.min(length, SHOWN_MAX);
    while (shown < length && shown > 0 && (array[start + shown] & 0xC0) == 0x80) {
      shown--; // not within a character
    }
    String text = new String(array, start, shown, StandardCharsets.UTF_8);
    return quoted(text.replace("'", "''")) + (shown < length ? "…" : "");
  }

  static String bytes(byte[] array, int start, int length) {
    int shown = Math.min(length, SHOWN_MAX);
    String hex = HexFormat.of().formatHex(array, start, start + shown);
    return quoted("\\x" + hex) + (shown < length ? "…" : "");
  }

  static String cut(String number) {
    return number.length() <= SHOWN_MAX ? number : number.substring(0, SHOWN_MAX) + "…";
  }

  static String quoted(String text) {
    return "'" + text + "'";
  }
}
