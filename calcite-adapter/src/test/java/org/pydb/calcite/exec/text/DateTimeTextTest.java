package org.pydb.calcite.exec.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;

/** What is printed reads back as the same date, time or instant, in any zone. */
class DateTimeTextTest {

  @Test
  void readsBackDates() {
    Random random = new Random(1);
    long range = (long) CivilDate.DAYS_MAX - CivilDate.DAYS_MIN + 1;
    for (int i = 0; i < 20_000; i++) {
      long days =
          i % 2 == 0
              ? random.nextInt(2_000_000) - 1_000_000L
              : CivilDate.DAYS_MIN + Math.floorMod(random.nextLong(), range);
      assertThat(DateText.parse(DateText.toString(days))).isEqualTo(days);
    }
    assertThat(DateText.parse(DateText.toString(CivilDate.DAYS_MIN))).isEqualTo(CivilDate.DAYS_MIN);
  }

  @Test
  void readsBackTimes() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      long time = Math.floorMod(random.nextLong(), Timestamps.DAY + 1);
      assertThat(TimeText.parse(TimeText.toString(time))).isEqualTo(time);
    }
  }

  @Test
  void readsBackTimestamps() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      long timestamp = timestamp(random);
      assertThat(TimestampText.parse(TimestampText.toString(timestamp))).isEqualTo(timestamp);
    }
  }

  @Test
  void readsBackInstantsInAnyZone() {
    Random random = new Random(4);
    String[] ids = ZoneId.getAvailableZoneIds().stream().sorted().toArray(String[]::new);
    for (int i = 0; i < 20_000; i++) {
      SessionZone zone = SessionZone.named(ids[random.nextInt(ids.length)]);
      long instant =
          Math.floorMod(random.nextLong(), 4_000_000_000_000_000L) - 2_000_000_000_000_000L;
      String text = TimestampText.toString(instant, zone);
      assertThat(TimestampText.parse(text, SessionZone.UTC))
          .as("%s in %s", text, zone)
          .isEqualTo(instant);
    }
  }

  private static long timestamp(Random random) {
    return random.nextBoolean()
        ? Timestamps.MIN + Math.floorMod(random.nextLong(), -Timestamps.MIN)
        : Math.floorMod(random.nextLong(), Timestamps.MAX);
  }
}
