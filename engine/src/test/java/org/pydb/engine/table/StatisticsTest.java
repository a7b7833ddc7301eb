package org.pydb.engine.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;

/** What the engine keeps and tells about the contents of tables. */
class StatisticsTest extends MusicShop {

  /** As large as the statistics of a wide table: they lie in an overflow chain. */
  private static final byte[] STATISTICS = "statistics ".repeat(2_000).getBytes(UTF_8);

  private byte[] stored() {
    try (Transaction reading = shop.database().begin(true)) {
      return shop.database().statistics(table(reading, "artist"));
    }
  }

  @Test
  void statisticsAreCommittedWithTheirTransactionAndSurviveCrashes() {
    change(t -> t.putStatistics(table(t, "artist"), STATISTICS));
    Object version = shop.database().statisticsVersion();
    try (Transaction rolledBack = shop.database().begin()) {
      rolledBack.putStatistics(table(rolledBack, "artist"), new byte[] {1});
    }
    assertThat(stored()).isEqualTo(STATISTICS);
    assertThat(shop.database().statisticsVersion()).isSameAs(version);
    shop.crash();
    assertThat(stored()).isEqualTo(STATISTICS);
    shop.reopen();
    assertThat(stored()).isEqualTo(STATISTICS);
    change(t -> t.putStatistics(table(t, "artist"), new byte[] {2}));
    assertThat(stored()).containsExactly(2);
  }

  @Test
  void statisticsGoWithTheirTable() {
    change(t -> t.putStatistics(table(t, "artist"), STATISTICS));
    TableDefinition[] dropped = new TableDefinition[1];
    change(
        t -> {
          dropped[0] = table(t, "artist");
          t.design().dropTable(dropped[0]);
        });
    shop.reopen();
    assertThat(shop.database().statistics(dropped[0])).isNull();
  }

  @Test
  void rangesAreEstimatedFromTheirEnds() {
    Random random = Seeds.random("StatisticsTest");
    TreeSet<Integer> ids = new TreeSet<>();
    for (int part = 0; part < 20; part++) {
      change(
          t -> {
            for (int i = 0; i < 1_500; i++) {
              int id = random.nextInt(1_000_000);
              if (ids.add(id)) {
                insertArtist(t, id, "an artist with a name of some length " + id);
              }
            }
          });
    }
    try (Transaction reading = shop.database().begin(true)) {
      TableDefinition artist = table(reading, "artist");
      KeyFormat format = reading.catalog().layout(artist).rows().keyFormat();
      for (int i = 0; i < 500; i++) {
        int from = random.nextInt(1_000_000);
        int to = Math.min(1_000_000, from + (1 << random.nextInt(20)));
        KeyRange range = new KeyRange(key(format, from), key(format, to));
        double actual = ids.subSet(from, to).size();
        double estimate = shop.database().estimateEntries(artist.id(), range);
        assertThat(estimate).as("%s to %s", from, to).isCloseTo(actual, within(20 + actual / 2));
        if (actual < 20) {
          assertThat(estimate).isCloseTo(actual, within(2.0));
        }
      }
      KeyRange above = new KeyRange(key(format, 500_000), null);
      assertThat(shop.database().estimateEntries(artist.id(), above))
          .isCloseTo(ids.tailSet(500_000).size(), within(7_500.0));
      assertThat(shop.database().estimateEntries(artist.id(), KeyRange.ALL)).isEqualTo(ids.size());
    }
  }

  private static byte[] key(KeyFormat format, int id) {
    return new KeyEncoder(format).addLong(id).toArray();
  }

  @Test
  void samplesAreEvenThoughPagesAreNotEquallyFull() {
    // The first half is inserted in order, and fills its pages; the second at random, and does not.
    Random random = Seeds.random("StatisticsTest");
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add(i);
    }
    Collections.shuffle(ids.subList(10_000, 20_000), random);
    for (int part = 0; part < 20; part++) {
      List<Integer> now = ids.subList(part * 1_000, part * 1_000 + 1_000);
      change(t -> now.forEach(id -> insertArtist(t, id, "artist number " + id)));
    }
    try (Transaction reading = shop.database().begin(true)) {
      TableDefinition artist = table(reading, "artist");
      TableSample sample = shop.database().sample(reading, artist, () -> {});
      BitSet seen = new BitSet();
      boolean isAll =
          sample.rows(
              2_000,
              100,
              row -> {
                assertThat(seen.get((int) row.getLong(0))).isFalse();
                seen.set((int) row.getLong(0));
                return true;
              });
      assertThat(isAll).isFalse();
      assertThat(seen.cardinality()).isBetween(1_500, 2_500);
      double low = seen.get(0, 10_000).cardinality();
      assertThat(low / seen.cardinality()).isBetween(0.35, 0.65);
      assertThat(sample.rows(100_000, 100_000, row -> true)).isTrue();
    }
  }

  @Test
  void differentValuesAreCountedWhereTheyBegin() {
    change(t -> indexNames(t, false));
    for (int part = 0; part < 10; part++) {
      int first = part * 2_000;
      change(
          t -> {
            for (int id = first; id < first + 2_000; id++) {
              insertArtist(t, id, "artist number " + id % 700);
            }
          });
    }
    try (Transaction reading = shop.database().begin(true)) {
      TableDefinition artist = table(reading, "artist");
      IndexLayout index = reading.catalog().layout(artist).indexes().get(0);
      TableSample sample = shop.database().sample(reading, artist, () -> {});
      assertThat(sample.distinctPrefixes(index, 1_000)).containsExactly(700);
      assertThat(sample.distinctPrefixes(null, 1_000)).containsExactly(20_000);
      assertThat(sample.distinctPrefixes(index, 20)[0]).isBetween(400.0, 1_100.0);
    }
  }

  @Test
  void samplesCanBeCancelledAndChangesAreCounted() {
    List<Integer> told = new ArrayList<>();
    shop.database().changeCounts().listen(3, told::add);
    change(t -> insertArtist(t, 1, "a"));
    change(t -> renameArtist(t, 1, "b"));
    assertThat(told).isEmpty();
    change(t -> deleteArtist(t, 1));
    change(t -> insertArtist(t, 1, "a"));
    try (Transaction reading = shop.database().begin(true)) {
      TableDefinition artist = table(reading, "artist");
      assertThat(told).containsExactly(artist.id());
      assertThat(shop.database().changeCounts().of(artist.id())).isEqualTo(4);
      Runnable canceled =
          () -> {
            throw new CancellationException();
          };
      TableSample sample = shop.database().sample(reading, artist, canceled);
      assertThatThrownBy(() -> sample.rows(9, 9, row -> true))
          .isInstanceOf(CancellationException.class);
    }
  }
}
