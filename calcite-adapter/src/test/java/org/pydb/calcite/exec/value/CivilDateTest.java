package org.pydb.calcite.exec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The calendar against {@code java.time}. */
class CivilDateTest {

  @Test
  void agreesWithTheJdk() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      long days = i < 10_000 ? i * 73L - 365_000 : random.nextInt(1_000_000_000) - 300_000_000L;
      LocalDate date = LocalDate.ofEpochDay(days);
      long civil = CivilDate.ofDays(days);
      assertThat(CivilDate.year(civil)).isEqualTo(date.getYear());
      assertThat(CivilDate.month(civil)).isEqualTo(date.getMonthValue());
      assertThat(CivilDate.day(civil)).isEqualTo(date.getDayOfMonth());
      assertThat(CivilDate.toDays(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
          .isEqualTo(days);
      assertThat(CivilDate.dayOfWeek(days)).isEqualTo(date.getDayOfWeek().getValue() % 7);
      assertThat(CivilDate.dayOfYear(days)).isEqualTo(date.getDayOfYear());
      assertThat(CivilDate.isoWeek(days)).isEqualTo(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      assertThat(CivilDate.isoYear(days)).isEqualTo(date.get(IsoFields.WEEK_BASED_YEAR));
      int months = random.nextInt(5000) - 2500;
      assertThat(CivilDate.plusMonths(days, months))
          .isEqualTo(date.plusMonths(months).toEpochDay());
    }
  }

  @Test
  void countsWholeMonths() {
    Random random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      LocalDate from = LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
      LocalDate to = LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
      long months =
          Timestamps.monthsBetween(
              from.toEpochDay() * Timestamps.DAY, to.toEpochDay() * Timestamps.DAY);
      // Counted with clamping, as adding months clamps: the JDK does not, so compare by adding.
      LocalDate landed = from.plusMonths(months);
      long towards = to.isBefore(from) ? -1 : 1;
      assertThat(landed.isAfter(to) && towards > 0).isFalse();
      assertThat(landed.isBefore(to) && towards < 0).isFalse();
      LocalDate beyond = from.plusMonths(months + towards);
      assertThat(towards > 0 ? beyond.isAfter(to) : beyond.isBefore(to)).isTrue();
      assertThat(Math.abs(months - ChronoUnit.MONTHS.between(from, to))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void knowsLeapYears() {
    assertThat(CivilDate.isValid(2024, 2, 29)).isTrue();
    assertThat(CivilDate.isValid(2023, 2, 29)).isFalse();
    assertThat(CivilDate.isValid(2000, 2, 29)).isTrue();
    assertThat(CivilDate.isValid(1900, 2, 29)).isFalse();
    assertThat(CivilDate.isValid(0, 2, 29)).isTrue();
    assertThat(CivilDate.isValid(2024, 4, 31)).isFalse();
    assertThat(CivilDate.isValid(2024, 0, 1)).isFalse();
  }
}
