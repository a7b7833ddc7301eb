package org.pydb.examples.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What one contestant measured in the rounds of one benchmark, in microseconds an operation.
 *
 * @param benchmark the benchmark's name
 * @param contestant the contestant's name
 * @param samples one for each round, in their order
 */
public record Series(String benchmark, String contestant, List<Double> samples) {

  /** The middle of the samples. */
  public double median() {
    return quantile(0.5);
  }

  /** The value below which this share of the samples lies. */
  public double quantile(double share) {
    return quantile(samples, share);
  }

  /** The median of the differences, round by round, to another series of the same benchmark. */
  public double medianAbove(Series other) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(samples.size(), other.samples.size()); i++) {
      differences.add(samples.get(i) - other.samples.get(i));
    }
    return quantile(differences, 0.5);
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
