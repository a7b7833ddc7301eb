package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was asked, what came of it, and what differed. Thread-safe. */
final class Report {
  private static final int LEAST = 100;

  private final Map<String, long[]> uses = new TreeMap<>();
  private final Map<String, Long> figures = new TreeMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<String, Integer> differences = new TreeMap<>();
  private final List<String> told = new ArrayList<>();

  /** Counts a query of which these are the functions, operators and forms. */
  synchronized void used(Query query, boolean isSuccess) {
    count("queries");
    count(isSuccess ? "queries that succeeded" : "queries that failed");
    query
        .sql()
        .names(
            name -> {
              long[] counts = uses.computeIfAbsent(name, key -> new long[2]);
              counts[0]++;
              counts[1] += isSuccess ? 1 : 0;
            });
  }

  /** Counts something. */
  synchronized void count(String what) {
    figures.merge(what, 1L, Long::sum);
  }

  /** Counts a difference that is explained. */
  synchronized void explained(String reason) {
    reasons.merge(reason, 1L, Long::sum);
  }

  /** Counts a query that pydb refuses. */
  synchronized void refused(String message) {
    refusals.merge(message, 1L, Long::sum);
  }

  /** Counts a difference, and says how many there were of its kind before. */
  synchronized int differed(String kind) {
    return differences.merge(kind, 1, Integer::sum) - 1;
  }

  /** Takes a difference back, which was explained after all. */
  synchronized void undiffered(String kind) {
    if (differences.merge(kind, -1, Integer::sum) == 0) {
      differences.remove(kind);
    }
  }

  /** Keeps what is known of a difference. */
  synchronized void tell(String difference) {
    told.add(difference);
    System.out.println(difference);
  }

  /** The differences that nobody has explained. */
  synchronized List<String> told() {
    return List.copyOf(told);
  }

  synchronized long figure(String what) {
    return figures.getOrDefault(what, 0L);
  }

  /** In a few lines. */
  synchronized String summary() {
    long queries = Math.max(1, figure("queries"));
    return String.format(
        "%,d queries, %.1f %% succeeded; %d kinds of differences unexplained%n  %s",
        queries, 100.0 * figure("queries that succeeded") / queries, differences.size(), figures);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    section(text, "differences explained", reasons);
    section(text, "refused by pydb", refusals);
    text.append("differences unexplained\n");
    differences.forEach((kind, count) -> text.append(String.format("%9d %s%n", count, kind)));
    text.append("uses: all, and in queries that succeeded\n");
    uses.forEach(
        (name, counts) -> text.append(String.format("%9d %9d %s%n", counts[0], counts[1], name)));
    text.append("fewer than ")
        .append(LEAST)
        .append(" times with success: ")
        .append(rare())
        .append('\n');
    return text.toString();
  }

  /** What was used with success, but fewer than 100 times, or never. */
  synchronized List<String> rare() {
    return Templates.ALL.names().stream()
        .filter(name -> uses.getOrDefault(name, new long[2])[1] < LEAST)
        .toList();
  }

  /** The functions and operators that were never used. */
  synchronized List<String> unused() {
    return Templates.ALL.names().stream()
        .filter(name -> !uses.containsKey(name))
        .collect(Collectors.toList());
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    text.append(title).append('\n');
    counts.forEach((what, count) -> text.append(String.format("%9d %s%n", count, what)));
  }
}
