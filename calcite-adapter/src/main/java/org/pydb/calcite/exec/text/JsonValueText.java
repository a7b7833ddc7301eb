package org.pydb.calcite.exec.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.array.ElementText;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.engine.schema.ColumnType;

/** Values of all types as JSON, as {@code to_json} writes them. Not thread-safe. */
public final class JsonValueText {
  private static final String BEFORE_CHRIST = " BC";

  private final SessionText texts;

  /** Values as they are seen in a zone. */
  public JsonValueText(SessionZone zone) {
    texts = new SessionText(zone);
  }

  /** Appends a value, in the box that vectors give it. */
  public void append(ColumnType type, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    ColumnType element = type.element();
    if (element != null) {
      appendArray(element, (byte[]) value, out);
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> out.append((Long) value != 0);
      case INT16, INT32, INT64, DECIMAL, NUMERIC ->
          out.append(ElementText.printWhole(type, value, texts));
      case FLOAT32, FLOAT64 -> {
        String number = ElementText.printWhole(type, value, texts);
        if (Double.isFinite((Double) value)) {
          out.append(number);
        } else {
          out.append('"').append(number).append('"');
        }
      }
      case JSON, JSONB -> out.append(new String((byte[]) value, UTF_8));
      default -> JsonWriter.quote(text(type, value), out);
    }
  }

  /**
   * Appends a value as the key of a member.
   *
   * @throws SqlError 22023 if it is an array or JSON itself
   */
  public void appendKey(ColumnType type, Object value, StringBuilder out) {
    JsonWriter.quote(key(type, value), out);
  }

  /**
   * The text of a value as the key of a member.
   *
   * @throws SqlError 22023 if it is an array or JSON itself
   */
  public String key(ColumnType type, Object value) {
    return switch (type.kind()) {
      case ARRAY, JSON, JSONB ->
          throw new SqlError("22023", "key value must be scalar, not array, composite, or json");
      default -> text(type, value);
    };
  }

  /** Dates and times have a T between them, and an offset has its minutes. */
  private String text(ColumnType type, Object value) {
    String text = ElementText.printWhole(type, value, texts);
    return switch (type.kind()) {
      case TIMESTAMP -> text.replace(' ', 'T').replace("TBC", " BC");
      case TIMESTAMP_TZ ->
          text.endsWith(BEFORE_CHRIST)
              ? withMinutes(before(text, BEFORE_CHRIST)) + BEFORE_CHRIST
              : withMinutes(text);
      default -> text;
    };
  }

  private static String before(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }

  private static String withMinutes(String text) {
    String instant = text.replace(' ', 'T');
    int sign = Math.max(instant.lastIndexOf('+'), instant.lastIndexOf('-'));
    boolean isShort = sign == instant.length() - 3 && instant.indexOf('T') < sign;
    return isShort ? instant + ":00" : instant;
  }

  private void appendArray(ColumnType element, byte[] array, StringBuilder out) {
    out.append('[');
    ArrayValue.Elements elements = new ArrayValue.Elements(element, array, 0);
    for (int i = 0; elements.hasNext(); i++) {
      append(element, elements.next(), out.append(i == 0 ? "" : ","));
    }
    out.append(']');
  }
}
