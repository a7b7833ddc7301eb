package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What was asked, what came of it, and what differed. Thread-safe. */
final class Report {
  /** How often each function, operator and form must have been used in queries that succeeded. */
  static final int LEAST = 100;

  private final Map<String, long[]> uses = new TreeMap<>();
  private final Map<String, Long> figures = new TreeMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private final Map<String, Integer> differences = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final Map<String, List<Told>> toldByKind = new TreeMap<>();

  /** What a difference was made of that was told, and how many came later that have all of it. */
  private static final class Told {
    private final Set<String> names;
    private int likeIt;

    Told(Set<String> names) {
      this.names = names;
    }
  }

  /** Counts a query. */
  synchronized void asked(boolean isSuccess) {
    count("queries");
    count(isSuccess ? "queries that succeeded" : "queries that failed");
  }

  /** Counts the functions, operators and forms of a query. */
  synchronized void used(Query query, boolean isSuccess) {
    query
        .sql()
        .names(
            name -> {
              checkListed(name);
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

  /** Counts a query that pydb refuses, and keeps the shortest of its kind. */
  synchronized void refused(String message, String sql) {
    refusals.merge(message, 1L, Long::sum);
    refused.merge(message, sql, (one, other) -> one.length() <= other.length() ? one : other);
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

  private static void checkListed(String name) {
    if (!Forms.NAMES.contains(name) && !Templates.ALL.names().contains(name)) {
      throw new IllegalStateException("not listed in Forms: " + name);
    }
  }

  /**
   * Whether a difference of a kind is worth a closer look: nothing of its kind was told that is
   * made of some of the same functions and forms. Of those that look alike fewer and fewer are.
   */
  synchronized boolean isNew(String kind, Query query) {
    Set<String> names = names(query);
    for (Told one : toldByKind.getOrDefault(kind, List.of())) {
      if (names.containsAll(one.names)) {
        return Integer.bitCount(++one.likeIt) == 1;
      }
    }
    return true;
  }

  private static Set<String> names(Query query) {
    Set<String> names = new TreeSet<>();
    query.sql().names(names::add);
    return names;
  }

  /** Keeps what is known of a difference, after it was made smaller. */
  synchronized void tell(String kind, Query smallest, String difference) {
    toldByKind.computeIfAbsent(kind, key -> new ArrayList<>()).add(new Told(names(smallest)));
    tell(difference);
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

  /** In a line. */
  synchronized String summary() {
    long queries = Math.max(1, figure("queries"));
    return String.format(
        "%,d queries, %.1f %% succeeded; %d kinds of differences unexplained; %d of %d functions,"
            + " operators and forms used fewer than %d times",
        queries,
        100.0 * figure("queries that succeeded") / queries,
        differences.size(),
        rare().size(),
        Forms.NAMES.size() + Templates.ALL.names().size(),
        LEAST);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    section(text, "figures", figures);
    section(text, "differences explained", reasons);
    section(text, "refused by pydb", refusals);
    text.append("the shortest of each refused\n");
    refused.forEach(
        (message, sql) ->
            text.append("  ").append(message).append("\n    ").append(sql).append('\n'));
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

  /** What was used with success fewer than 100 times, or never, and how often. */
  synchronized List<String> rare() {
    return Stream.of(Templates.ALL.names(), Forms.NAMES)
        .flatMap(Set::stream)
        .filter(name -> successes(name) < LEAST)
        .map(name -> name + " (" + successes(name) + ")")
        .toList();
  }

  private long successes(String name) {
    return uses.getOrDefault(name, new long[2])[1];
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    text.append(title).append('\n');
    counts.forEach((what, count) -> text.append(String.format("%9d %s%n", count, what)));
  }
}
