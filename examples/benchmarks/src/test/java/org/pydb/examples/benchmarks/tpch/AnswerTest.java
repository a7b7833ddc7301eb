package org.pydb.examples.benchmarks.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A comparison that is too kind would prove nothing. */
class AnswerTest {
  private static final List<Integer> UNORDERED = List.of();

  @Test
  void numbersOfOneScaleMustBeEqual() {
    assertThat(difference(answer(row("1.10")), answer(row("1.10")))).isEmpty();
    assertThat(difference(answer(row("1.10")), answer(row("1.11")))).contains("1.11");
  }

  @Test
  void quotientsAgreeInTheDigitsThatBothHave() {
    assertThat(difference(answer(row("0.66667")), answer(row("0.6666666666")))).isEmpty();
    assertThat(difference(answer(row("0.66669")), answer(row("0.6666666666")))).isNotEmpty();
  }

  @Test
  void doublesAgreeInNineDigits() {
    Answer exact = answer(row("12345.67"));
    assertThat(difference(answer(List.of(12345.670000001)), exact)).isEmpty();
    assertThat(difference(answer(List.of(12345.671)), exact)).isNotEmpty();
  }

  @Test
  void rowsAreCounted() {
    assertThat(difference(answer(row("1")), answer(row("1"), row("1")))).contains("1 rows instead");
  }

  @Test
  void orderCountsInTheColumnsOfTheOrder() {
    Answer ours = answer(row("1", "7"), row("1", "8"), row("2", "9"));
    Answer ties = answer(row("1", "8"), row("1", "7"), row("2", "9"));
    Answer wrong = answer(row("2", "9"), row("1", "7"), row("1", "8"));
    assertThat(ours.difference(ties, List.of(0))).isEmpty();
    assertThat(ours.difference(wrong, List.of(0))).isPresent();
    assertThat(ours.difference(wrong, UNORDERED)).isEmpty();
  }

  private static String difference(Answer ours, Answer theirs) {
    return ours.difference(theirs, UNORDERED).orElse("");
  }

  private static Answer answer(List<?>... rows) {
    return new Answer(Arrays.stream(rows).map(List::<Object>copyOf).toList());
  }

  private static List<?> row(String... numbers) {
    return Arrays.stream(numbers).map(BigDecimal::new).toList();
  }
}
