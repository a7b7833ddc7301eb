package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys leave the text of statements before anybody shows it, and other strings stay. */
class HiddenKeyTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "vacuum into 'f' with (encryption_key 'it''s'), vacuum into 'f' with (encryption_key '*****'), it's",
        "VACUUM INTO 'it''s' WITH (k 'a'), VACUUM INTO 'it''s' WITH (k '*'), a",
        "VACUUM INTO 'f' 'a' 'bc', VACUUM INTO 'f' '*' '**', bc",
        "VACUUM INTO 'f' WITH (k 'no end, VACUUM INTO 'f' WITH (k '******, no end",
        "/* a 'x' */ -- b, /* a 'x' */ -- b, ",
      })
  void keyIsTakenOut(String sql, String shown, String key) {
    HiddenKey hidden = HiddenKey.of(sql);
    assertThat(hidden.sql()).isEqualTo(shown).hasSameSizeAs(sql);
    char[] found = hidden.key();
    assertThat(found == null ? null : new String(found)).isEqualTo(key);
  }

  @Test
  void commentsMayStandBefore() {
    String sql = "/* '1' */ -- '2'\n  VACUUM INTO 'f' WITH (k 'secret')";
    assertThat(HiddenKey.of(sql).sql()).endsWith("'f' WITH (k '******')").contains("'1'", "'2'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vacuum", "select 'vacuum into', 'a'", "vacuums 'a' 'b'", "", "backup 'a'"})
  void otherStatementsStay(String sql) {
    assertThat(HiddenKey.of(sql).sql()).isEqualTo(sql);
    assertThat(HiddenKey.of(sql).key()).isNull();
  }

  @Test
  void longTextsAreNoMatter() {
    String spaces = " \n".repeat(500_000);
    String comments = "/* a */-- b\n".repeat(100_000);
    assertThat(HiddenKey.of(spaces + "select 1").key()).isNull();
    assertThat(HiddenKey.of(comments + "select 1").key()).isNull();
    String secret = "x''".repeat(300_000);
    assertThat(HiddenKey.of(spaces + "vacuum into 'f' '" + secret + "'").key()).hasSize(600_000);
  }
}
