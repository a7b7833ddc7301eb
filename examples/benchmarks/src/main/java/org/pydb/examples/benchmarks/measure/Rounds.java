package org.pydb.examples.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets contestants take turns, A B C, B C A, C A B …, so that what disturbs the machine disturbs
 * all alike, and who comes after whom evens out.
 *
 * @param warmUps rounds that are not counted
 * @param counted rounds that are
 */
public record Rounds(int warmUps, int counted) {

  /** Measures all contestants. */
  public List<Series> run(String benchmark, List<? extends Contestant> contestants)
      throws Exception {
    List<List<Double>> samples =
        contestants.stream().<List<Double>>map(contestant -> new ArrayList<>()).toList();
    for (int round = -warmUps; round < counted; round++) {
      for (int turn = 0; turn < contestants.size(); turn++) {
        int who = Math.floorMod(turn + round, contestants.size());
        double sample = contestants.get(who).round();
        if (round >= 0) {
          samples.get(who).add(sample);
        }
      }
    }
    List<Series> all = new ArrayList<>();
    for (int who = 0; who < samples.size(); who++) {
      all.add(new Series(benchmark, contestants.get(who).name(), samples.get(who)));
    }
    return List.copyOf(all);
  }
}
