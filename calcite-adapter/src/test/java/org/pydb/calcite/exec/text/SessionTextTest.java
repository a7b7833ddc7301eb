package org.pydb.calcite.exec.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** The façade reaches the right printer and parser for each type. */
class SessionTextTest {

  private final ValueText text = new SessionText(SessionZone.named("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, 1, true",
    "INT16, -5, -5",
    "INT32, 2147483647, 2147483647",
    "INT64, -9223372036854775808, -9223372036854775808",
    "DATE, -1, 1969-12-31",
    "TIME, 3600000001, 01:00:00.000001",
    "TIMESTAMP, 1000000, 1970-01-01 00:00:01",
    "TIMESTAMP_TZ, 0, 1970-01-01 01:00:00+01",
  })
  void longs(ColumnKind kind, long value, String expected) {
    assertThat(text.print(ColumnType.of(kind), value)).isEqualTo(expected);
    assertThat(text.parseLong(kind, expected)).isEqualTo(value);
  }

  @Test
  void decimals() {
    assertThat(text.print(ColumnType.decimal(9, 2), -1250)).isEqualTo("-12.50");
    assertThat(text.print(new BigDecimal("1e3"))).isEqualTo("1000");
    assertThat(text.parseDecimal("12.50")).isEqualTo(new BigDecimal("12.50"));
  }

  @Test
  void floats() {
    assertThat(text.print(ColumnType.of(ColumnKind.FLOAT32), 0.1f)).isEqualTo("0.1");
    assertThat(text.print(ColumnType.of(ColumnKind.FLOAT64), 0.1f))
        .isEqualTo("0.10000000149011612");
    assertThat(text.parseDouble(ColumnKind.FLOAT64, "1e-5")).isEqualTo(1e-5);
  }

  @Test
  void bytes() {
    byte[] bytes = "xbäx".getBytes(UTF_8);
    assertThat(text.print(ColumnType.text(0), bytes, 1, 3)).isEqualTo("bä");
    assertThat(text.print(ColumnType.character(4), bytes, 1, 3)).isEqualTo("bä  ");
    assertThat(text.print(ColumnType.of(ColumnKind.BYTES), bytes, 1, 3)).isEqualTo("\\x62c3a4");
    assertThat(text.parseBytes(ColumnKind.BYTES, "\\x62c3a4")).isEqualTo("bä".getBytes(UTF_8));
    String uuid = "00112233-4455-6677-8899-aabbccddeeff";
    byte[] parsed = text.parseBytes(ColumnKind.UUID, uuid);
    assertThat(text.print(ColumnType.of(ColumnKind.UUID), parsed, 0, 16)).isEqualTo(uuid);
  }

  @Test
  void mistakesOfTheCallerAreNotSilent() {
    assertThatThrownBy(() -> text.parseLong(ColumnKind.DECIMAL, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("DECIMAL does not travel as long");
  }
}
