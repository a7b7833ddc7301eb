package org.pydb.calcite.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** What the golden file cannot ask: assignment, refusals, and what planners want to know. */
class CastTest {
  private static final ColumnType INT32 = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  private static @Nullable Object assign(Expression value, ColumnType type) {
    Expression cast = Expressions.cast(value, type, CastMode.ASSIGNMENT).orElseThrow();
    Object result = Expressions.evaluate(cast, new TestContext());
    return result instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : result;
  }

  private static Expression text(String value) {
    return Expressions.literal(TEXT, value);
  }

  @Test
  void assignsStringsOnlyIfNothingButBlanksIsCut() {
    assertThat(assign(text("abc"), ColumnType.text(3))).isEqualTo("abc");
    assertThat(assign(text("abc  "), ColumnType.text(4))).isEqualTo("abc ");
    assertThat(assign(text("äöü"), ColumnType.text(3))).isEqualTo("äöü");
    assertThat(assign(text("ab   "), ColumnType.character(3))).isEqualTo("ab");
    assertThatThrownBy(() -> assign(text("abcd"), ColumnType.text(3)))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("22001"))
        .hasMessage("value too long for type character varying(3)");
    assertThatThrownBy(() -> assign(text("abcd"), ColumnType.character(3)))
        .hasMessage("value too long for type character(3)");
    assertThatThrownBy(() -> assign(Expressions.literal(INT32, 12345), ColumnType.text(3)))
        .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("22001"));
  }

  @Test
  void tellsWhichCastsThereAre() {
    assertThat(Expressions.canCast(TEXT, INT32)).isTrue();
    assertThat(Expressions.canCast(INT32, TEXT)).isTrue();
    assertThat(Expressions.canCast(INT32, ColumnType.of(ColumnKind.DATE))).isFalse();
    assertThat(Expressions.canCast(ColumnType.of(ColumnKind.BYTES), INT32)).isFalse();
    assertThat(Expressions.canCast(ColumnType.of(ColumnKind.TIME), ColumnType.of(ColumnKind.DATE)))
        .isFalse();
  }

  @Test
  void tellsWhichFunctionsThereAre() {
    assertThat(Expressions.knows(ScalarFunction.LOWER, TEXT, List.of(TEXT))).isTrue();
    assertThat(Expressions.knows(ScalarFunction.LOWER, TEXT, List.of(INT32))).isFalse();
    assertThat(Expressions.knows(ScalarFunction.ADD, INT32, List.of(INT32, TEXT))).isFalse();
    assertThat(Expressions.knows(ScalarFunction.EQUALS, INT32, List.of(INT32, TEXT))).isFalse();
    assertThat(ScalarFunction.named("LENGTH")).isEqualTo(ScalarFunction.CHAR_LENGTH);
    assertThat(ScalarFunction.named("no_such_function")).isNull();
  }

  @Test
  void foldsConstantsUnlessTheyFail() {
    Expression one = Expressions.literal(INT32, 1);
    Expression zero = Expressions.literal(INT32, 0);
    Expression sum = Expressions.call(ScalarFunction.ADD, INT32, one, one);
    assertThat(Expressions.literalValue(sum)).contains(2L);
    Expression fraction = Expressions.call(ScalarFunction.DIVIDE, INT32, one, zero);
    assertThat(Expressions.literalValue(fraction)).isEmpty();
    assertThat(fraction).hasToString("/(1, 0)");
    Expression now = Expressions.call(ScalarFunction.CURRENT_DATE, ColumnType.of(ColumnKind.DATE));
    assertThat(Expressions.literalValue(now)).isEmpty();
    assertThat(Expressions.evaluate(now, new TestContext()))
        .isEqualTo(TestContext.NOW / 86_400_000_000L);
  }
}
