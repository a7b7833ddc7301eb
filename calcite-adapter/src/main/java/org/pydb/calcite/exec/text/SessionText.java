package org.pydb.calcite.exec.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.ZoneId;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.array.ArrayText;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Utf8;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** The texts of this package, chosen by type, for those outside the adapter. Not thread-safe. */
public final class SessionText implements ValueText {
  private final SessionZone zone;
  private final AsciiBuilder out = new AsciiBuilder();

  /** Texts of values as they are seen in a zone. */
  public SessionText(SessionZone zone) {
    this.zone = zone;
  }

  @Override
  public ZoneId zone() {
    return zone.id();
  }

  @Override
  public String print(ColumnType type, long value) {
    out.clear();
    switch (type.kind()) {
      case BOOLEAN -> {
        return BooleanText.print(value != 0);
      }
      case INT16, INT32, INT64 -> {
        return Long.toString(value);
      }
      case DECIMAL -> DecimalText.print(value, type.scale(), out);
      case DATE -> DateText.print(value, out);
      case TIME -> TimeText.print(value, out);
      case TIMESTAMP -> TimestampText.print(value, out);
      case TIMESTAMP_TZ -> TimestampText.print(value, zone, out);
      default -> throw unexpected(type.kind(), "long");
    }
    return out.toString();
  }

  @Override
  public String print(ColumnType type, double value) {
    out.clear();
    if (type.kind() == ColumnKind.FLOAT32) {
      DoubleText.printFloat((float) value, out);
    } else {
      DoubleText.print(value, out);
    }
    return out.toString();
  }

  @Override
  public String print(BigDecimal value) {
    return value.toPlainString();
  }

  @Override
  public String print(ColumnType type, byte[] bytes, int start, int length) {
    return switch (type.kind()) {
      case TEXT, JSON, JSONB -> new String(bytes, start, length, UTF_8);
      case INTERVAL -> {
        IntervalText.print(Interval.read(bytes, start), out.clear());
        yield out.toString();
      }
      case ARRAY ->
          ArrayText.print(requireNonNull(type.element()), bytes, start, new SessionText(zone));
      case CHAR -> padded(bytes, start, length, type.precision());
      case UUID -> {
        UuidText.print(bytes, start, out.clear());
        yield out.toString();
      }
      case BYTES -> {
        BytesText.print(bytes, start, length, out.clear());
        yield out.toString();
      }
      default -> throw unexpected(type.kind(), "bytes");
    };
  }

  private static String padded(byte[] bytes, int start, int length, int characters) {
    String text = new String(bytes, start, length, UTF_8);
    int missing = characters - Utf8.count(bytes, start, start + length);
    return missing > 0 ? text + " ".repeat(missing) : text;
  }

  @Override
  public SqlResult elements(ColumnType type, byte[] bytes, int start) {
    return new ElementRows(requireNonNull(type.element()), bytes, start);
  }

  @Override
  public long parseLong(ColumnKind kind, String text) {
    return switch (kind) {
      case BOOLEAN -> BooleanText.parse(text) ? 1 : 0;
      case INT16, INT32, INT64 -> IntegerText.parse(text, kind);
      case DATE -> DateText.parse(text);
      case TIME -> TimeText.parse(text);
      case TIMESTAMP -> TimestampText.parse(text);
      case TIMESTAMP_TZ -> TimestampText.parse(text, zone);
      default -> throw unexpected(kind, "long");
    };
  }

  @Override
  public double parseDouble(ColumnKind kind, String text) {
    return kind == ColumnKind.FLOAT32 ? DoubleText.parseFloat(text) : DoubleText.parse(text);
  }

  @Override
  public BigDecimal parseDecimal(String text) {
    return DecimalText.parse(text);
  }

  @Override
  public byte[] parseBytes(ColumnKind kind, String text) {
    return switch (kind) {
      case UUID -> UuidText.parse(text);
      case INTERVAL -> IntervalText.parse(text).bytes();
      case JSON -> {
        byte[] json = text.getBytes(UTF_8);
        JsonReader.check(json, 0, json.length);
        yield json;
      }
      case JSONB -> JsonWriter.bytes(JsonReader.read(text));
      default -> BytesText.parse(text);
    };
  }

  private static IllegalArgumentException unexpected(ColumnKind kind, String carrier) {
    return new IllegalArgumentException(kind + " does not travel as " + carrier);
  }
}
