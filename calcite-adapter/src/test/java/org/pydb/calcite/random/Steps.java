package org.pydb.calcite.random;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the queries in whose plans each kind of step was, and those that several threads ran. */
final class Steps {
  private static final Pattern STEP =
      Pattern.compile("\"Node Type\": \"([A-Za-z -]+?)(?: on .*| using .*| of .*)?\"");
  private static final Pattern THREADS = Pattern.compile("\"Threads\": (?:[2-9]|\\d\\d)");

  private final Map<String, Integer> counts = new TreeMap<>();
  private int measured;
  private int parallel;
  private int spilled;

  /** Counts what was measured of a query. */
  void count(String measurements) {
    if (measurements.isEmpty()) {
      return;
    }
    measured++;
    Matcher steps = STEP.matcher(measurements);
    steps.results().map(step -> step.group(1)).distinct().forEach(this::addOne);
    if (THREADS.matcher(measurements).find()) {
      parallel++;
    }
    if (measurements.matches("(?s).*\"Spilled Bytes\": [1-9].*")) {
      spilled++;
    }
  }

  int measured() {
    return measured;
  }

  /** Which part of them several threads ran. */
  double parallelShare() {
    return (double) parallel / measured;
  }

  private void addOne(String step) {
    counts.merge(step, 1, Integer::sum);
  }

  @Override
  public String toString() {
    return "of "
        + measured
        + " measured queries "
        + parallel
        + " were run by several threads, "
        + spilled
        + " spilled; steps: "
        + counts;
  }
}
