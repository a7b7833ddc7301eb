package org.pydb.examples.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic behind the figures. */
class SeriesTest {

  @Test
  void quartilesLieBetweenSamples() {
    Series series = new Series("b", "c", List.of(4.0, 1.0, 3.0, 2.0));
    assertThat(series.median()).isEqualTo(2.5);
    assertThat(series.quantile(0.25)).isEqualTo(1.75);
    assertThat(series.quantile(0)).isEqualTo(1);
    assertThat(series.quantile(1)).isEqualTo(4);
  }

  /** A disk that is slow in one round is slow for both, and so does not show in the difference. */
  @Test
  void differencesArePaired() {
    Series bare = new Series("b", "bare", List.of(100.0, 4000.0, 110.0));
    Series ours = new Series("b", "ours", List.of(112.0, 4010.0, 119.0));
    assertThat(ours.medianAbove(bare)).isEqualTo(10);
  }

  @Test
  void contestantsTakeTurnsAndWarmUpsDoNotCount() throws Exception {
    List<String> turns = new ArrayList<>();
    List<Series> series =
        new Rounds(1, 2).run("b", List.of(new Recorded("A", turns), new Recorded("B", turns)));
    assertThat(turns).containsExactly("B", "A", "A", "B", "B", "A");
    assertThat(series.get(0).samples()).containsExactly(3.0, 6.0);
    assertThat(series.get(1).samples()).containsExactly(4.0, 5.0);
  }

  /** Its sample is the number of the turn. */
  private record Recorded(String name, List<String> turns) implements Contestant {

    @Override
    public double round() {
      turns.add(name);
      return turns.size();
    }

    @Override
    public void close() {}
  }
}
