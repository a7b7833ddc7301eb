package org.pydb.calcite.hoist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementShapeTest {

  /** In brackets what is cut out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select [1]",
        "select a1, t2.b3, $4 from t where a=[5] and b<[6.70] and c = -[8]",
        "select ['it''s'], [''], ['a'] || ['b'], ['not'], 'closed, 1",
        "select \"a 1 'x' \"\"2\", [3]",
        "select [1] -- 2 'x'\n, [3] /* 4 ' */ , [5] - [6] / [7]",
        "select [1]/* not closed 2",
        "select x'00', e'a', u&'b', n'c', _utf8'd' , date ['2020-01-01']",
        "select 1e3, 1.5e2, .5, 1., 1.2.3, 1a, 0x1F, 1_000, [7]",
        "select [2147483647], [2147483648], [9223372036854775807], 9223372036854775808",
        "select [007], 00000000000000000001, [0.1], 0.0000000000000000000000000000001",
        "insert into \"t\" values ([1],['x'],?,null)",
        "größe1 [2]",
      })
  void cutsLiterals(String cut) {
    String text = cut.replaceAll("[\\[\\]]", "");
    assertThat(StatementShape.of(text, "public")).hasToString(cut);
  }

  @Test
  void shapesAreEqualUpToLiteralsOfTheSameKind() {
    assertThat(shape("select 1, 'a' from t")).isEqualTo(shape("select 22, 'b''c' from t"));
    assertThat(shape("select 1.50")).isEqualTo(shape("select 9.99"));
    assertThat(shape("a = 1 and b = 2")).isEqualTo(shape("a = 2147483647 and b = 0"));
  }

  @Test
  void whatElseDiffersMakesAnotherShape() {
    assertThat(shape("select 1")).isNotEqualTo(shape("select 'a'"));
    assertThat(shape("select 1")).isNotEqualTo(shape("select 2147483648"));
    assertThat(shape("select 1")).isNotEqualTo(shape("select 1.0"));
    assertThat(shape("select 1.0")).isNotEqualTo(shape("select 1.00"));
    assertThat(shape("select 1.0")).isNotEqualTo(shape("select 10.0"));
    assertThat(shape("select 1")).isNotEqualTo(shape("select -1"));
    assertThat(shape("select 1")).isNotEqualTo(shape("select  1"));
    assertThat(shape("select 1")).isNotEqualTo(shape("select 1e0"));
    assertThat(shape("x in (1, 2)")).isNotEqualTo(shape("x in (1, 2, 3)"));
    assertThat(shape("select 1")).isNotEqualTo(StatementShape.of("select 1", "other"));
    assertThat(shape("select 1")).isNotEqualTo(StatementShape.whole("select 1", "public"));
  }

  @Test
  void veryManyLiteralsStayWhereTheyAre() {
    String many = "select 1" + ", 1".repeat(StatementShape.LITERALS_MAX);
    assertThat(shape(many).literalCount()).isZero();
    assertThat(shape(many.substring(0, many.length() - 3)).literalCount())
        .isEqualTo(StatementShape.LITERALS_MAX);
  }

  private static StatementShape shape(String text) {
    return StatementShape.of(text, "public");
  }
}
