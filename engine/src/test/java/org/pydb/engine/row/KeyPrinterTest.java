package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Keys as messages show them. */
class KeyPrinterTest {

  @Test
  void eachKindIsReadable() {
    assertThat(print(ColumnKind.BOOLEAN, 1L)).isEqualTo("(true)");
    assertThat(print(ColumnKind.INT16, -3L)).isEqualTo("(-3)");
    assertThat(print(ColumnKind.FLOAT32, (double) 1.1f)).isEqualTo("(1.1)");
    assertThat(print(ColumnKind.FLOAT64, 1.1)).isEqualTo("(1.1)");
    assertThat(print(ColumnType.decimal(5, 2), 150L)).isEqualTo("(1.50)");
    assertThat(print(ColumnType.decimal(30, 2), new BigDecimal("1.50"))).isEqualTo("(1.50)");
    assertThat(print(ColumnKind.NUMERIC, new BigDecimal("150"))).isEqualTo("(150)");
    assertThat(print(ColumnKind.DATE, 20_000L)).isEqualTo("('2024-10-04')");
    assertThat(print(ColumnKind.TIME, 3_661_000_001L)).isEqualTo("('01:01:01.000001')");
    assertThat(print(ColumnKind.TIME, 86_400_000_000L)).isEqualTo("('24:00')");
    assertThat(print(ColumnKind.TIMESTAMP, 1_700_000_000_123_456L))
        .isEqualTo("('2023-11-14 22:13:20.123456')");
    assertThat(print(ColumnKind.TIMESTAMP_TZ, -1L)).isEqualTo("('1969-12-31 23:59:59.999999+00')");
    assertThat(print(ColumnKind.TIMESTAMP, Long.MIN_VALUE))
        .isEqualTo("('-290308-12-21 19:59:05.224192')");
    byte[] uuid = HexFormat.of().parseHex("0123456789abcdef0123456789abcdef");
    assertThat(print(ColumnKind.UUID, uuid)).isEqualTo("('01234567-89ab-cdef-0123-456789abcdef')");
    assertThat(print(ColumnKind.TEXT, utf8("it's"))).isEqualTo("('it''s')");
    assertThat(print(ColumnKind.CHAR, utf8("ab  "))).isEqualTo("('ab')");
    assertThat(print(ColumnKind.BYTES, new byte[] {0, 1, -1})).isEqualTo("('\\x0001ff')");
    assertThat(print(ColumnKind.INTERVAL, interval(1, 2, 3_000_001L)))
        .isEqualTo("('32 days 00:00:03.000001')");
    assertThat(print(ColumnKind.INTERVAL, interval(0, 0, -60_000_000L)))
        .isEqualTo("('-1 days +23:59:00')");
    assertThat(print(ColumnKind.INTERVAL, interval(0, 0, 0))).isEqualTo("('00:00:00')");
    assertThat(print(texts("it's", null))).isEqualTo("(ARRAY['it''s', NULL])");
    assertThat(print(texts())).isEqualTo("(ARRAY[])");
  }

  private static byte[] interval(int months, int days, long micros) {
    return ByteBuffer.allocate(16).putInt(months).putInt(days).putLong(micros).array();
  }

  private static byte[] texts(String... texts) {
    List<Object> elements = new ArrayList<>();
    for (String text : texts) {
      elements.add(text == null ? null : utf8(text));
    }
    return Values.array(ColumnType.text(0), elements);
  }

  private static String print(byte[] texts) {
    return print(ColumnType.array(ColumnType.text(0)), texts);
  }

  @Test
  void columnsStandSideBySide() {
    KeyPart text = new KeyPart(ColumnType.text(0), true, true, true);
    KeyFormat format =
        KeyFormat.of(List.of(KeyPart.ascending(ColumnType.of(ColumnKind.INT32)), text, text));
    byte[] key = new KeyEncoder(format).addLong(42).addBytes(utf8("abc"), 0, 3).addNull().toArray();
    assertThat(KeyPrinter.print(format, key, 0, key.length)).isEqualTo("(42, 'abc', NULL)");
  }

  @Test
  void hiddenRowIdIsNamedAsOne() {
    byte[] key = {0, 0, 0, 0, 0, 0, 1, 2};
    assertThat(KeyPrinter.print(KeyFormat.EMPTY, key, 0, 8)).isEqualTo("(row 258)");
  }

  @Test
  void longValuesAreCutBetweenCharacters() {
    assertThat(print(ColumnKind.TEXT, utf8("x" + "€".repeat(100))))
        .isEqualTo("('x" + "€".repeat(21) + "'…)");
    assertThat(print(ColumnKind.BYTES, new byte[1000]))
        .isEqualTo("('\\x" + "00".repeat(64) + "'…)");
    assertThat(print(ColumnKind.NUMERIC, new BigDecimal("1E+1000")))
        .isEqualTo("(1" + "0".repeat(63) + "…)");
    String[] many = "ab ".repeat(100).split(" ");
    assertThat(print(texts(many))).isEqualTo("(ARRAY['ab'" + ", 'ab'".repeat(9) + ", …])");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String print(ColumnKind kind, Object value) {
    return print(ColumnType.of(kind), value);
  }

  private static String print(ColumnType type, Object value) {
    KeyFormat format = KeyFormat.of(Stream.of(type).map(KeyPart::ascending).toList());
    KeyEncoder key = new KeyEncoder(format);
    Values.add(key, type, value);
    return KeyPrinter.print(format, key.toArray(), 0, key.bytes().length());
  }
}
