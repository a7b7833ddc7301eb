package org.pydb.calcite.exec.array;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Values in boxes, as vectors have them, to text and back. Stateless. */
public final class ElementText {

  private ElementText() {}

  /** The text of a value as a part of another one: truth values are {@code t} and {@code f}. */
  public static String print(ColumnType type, Object value, ValueText text) {
    if (type.kind() == ColumnKind.BOOLEAN) {
      return (Long) value == 0 ? "f" : "t";
    }
    return printWhole(type, value, text);
  }

  /** The text of a value by itself. */
  public static String printWhole(ColumnType type, Object value, ValueText text) {
    if (value instanceof BigDecimal decimal) {
      return text.print(decimal);
    }
    if (value instanceof Double number) {
      return text.print(type, number);
    }
    if (value instanceof Long number) {
      return text.print(type, number);
    }
    byte[] bytes = (byte[]) value;
    return text.print(type, bytes, 0, bytes.length);
  }

  /**
   * Reads a value of a type without bounds.
   *
   * @throws org.pydb.calcite.api.SqlError if the text is no such value
   */
  public static Object parse(ColumnType type, String text, ValueText values) {
    return switch (type.kind()) {
      case NUMERIC, DECIMAL -> values.parseDecimal(text);
      case FLOAT32, FLOAT64 -> values.parseDouble(type.kind(), text);
      case TEXT, CHAR -> text.getBytes(UTF_8);
      case BYTES, UUID, INTERVAL, JSON, JSONB -> values.parseBytes(type.kind(), text);
      default -> values.parseLong(type.kind(), text);
    };
  }
}
