package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/**
 * How values of each kind look in keys and rows, byte by byte: what {@code values.md} says is what
 * the codecs write. A difference is a change of the file format.
 */
class ValueExamplesTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  @Test
  void bytesAreAsWrittenDown() throws IOException {
    String expected = examples();
    String actual =
        expected.lines().map(ValueExamplesTest::rewrite).collect(Collectors.joining("\n"));
    assertThat(actual.strip()).isEqualTo(expected.strip());
  }

  private static String examples() throws IOException {
    try (InputStream file = ValueExamplesTest.class.getResourceAsStream("values.md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String rewrite(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length < 4 || cells[1].isBlank() || "type ---".contains(cells[1].strip())) {
      return line;
    }
    ColumnType type = type(cells[1].strip());
    Object value = value(type, cells[2].strip());
    return "|"
        + cells[1]
        + "|"
        + cells[2]
        + "| "
        + key(type, value)
        + " | "
        + row(type, value)
        + " |";
  }

  private static String key(ColumnType type, Object value) {
    KeyEncoder key = new KeyEncoder(KeyFormat.of(List.of(KeyPart.ascending(type))));
    Values.add(key, type, value);
    return HEX.formatHex(key.toArray());
  }

  /** The bytes of the value alone: those of the row without its header and null bits. */
  private static String row(ColumnType type, Object value) {
    ColumnDefinition column = new ColumnDefinition("c", type, true);
    TableDefinition table =
        new TableDefinition(
            1, 1, "public", "t", List.of(column), null, List.of(), List.of(), List.of(), Map.of());
    RowBuilder row = new RowBuilder(RowLayout.of(table));
    Values.set(row, 0, type, value);
    ByteBuilder bytes = row.value();
    assertThat(HEX.formatHex(bytes.array(), 0, 2)).isEqualTo("02 00");
    return HEX.formatHex(bytes.array(), 2, bytes.length());
  }

  private static ColumnType type(String text) {
    String[] parts = text.replace(")", "").split("[(,]", -1);
    ColumnKind kind = ColumnKind.valueOf(parts[0]);
    if (kind == ColumnKind.ARRAY) {
      return ColumnType.array(ColumnType.of(ColumnKind.INT16));
    }
    return new ColumnType(
        kind,
        parts.length > 1 ? Integer.parseInt(parts[1]) : 0,
        parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
  }

  private static Object value(ColumnType type, String text) {
    if (type.kind() == ColumnKind.BOOLEAN) {
      return text.equals("true") ? 1L : 0L;
    }
    if (type.kind() == ColumnKind.DECIMAL && type.isLong()) {
      return new BigDecimal(text).unscaledValue().longValue();
    }
    return switch (Carrier.of(type)) {
      case LONG -> Long.parseLong(text);
      case DOUBLE -> Double.parseDouble(text);
      case DECIMAL -> new BigDecimal(text);
      case BYTES ->
          text.startsWith("'")
              ? text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8)
              : HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
    };
  }
}
