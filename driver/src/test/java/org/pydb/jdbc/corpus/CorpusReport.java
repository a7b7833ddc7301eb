package org.pydb.jdbc.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has passed and what has failed, by directory. Thread-safe. */
final class CorpusReport {
  private final Map<String, long[]> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final int queryWeight;
  private long passedWeight;
  private long failedWeight;

  /**
   * A report of nothing so far.
   *
   * @param queryWeight for how many of its kind each query stands; statements stand for themselves
   */
  CorpusReport(int queryWeight) {
    this.queryWeight = queryWeight;
  }

  /** Notes what became of a record. */
  synchronized void add(String path, CorpusRecord record, @Nullable String failure) {
    long[] count = counts.computeIfAbsent(directory(path), key -> new long[2]);
    int weight = record.kind() == CorpusRecord.Kind.QUERY ? queryWeight : 1;
    if (failure == null) {
      count[0]++;
      passedWeight += weight;
    } else {
      count[1]++;
      failedWeight += weight;
      failures.add(path + ":" + record.line() + ": " + failure + "\n    " + record.sql());
    }
  }

  private static String directory(String path) {
    String[] names = path.split("/", -1);
    return names.length > 3 ? names[1] + "/" + names[2] : names.length > 2 ? names[1] : "select";
  }

  synchronized long passed() {
    return counts.values().stream().mapToLong(count -> count[0]).sum();
  }

  synchronized long failed() {
    return failures.size();
  }

  /** How many percent of all records pass, as far as the sample tells. */
  synchronized double share() {
    return 100.0 * passedWeight / Math.max(1, passedWeight + failedWeight);
  }

  /** Each failure, with where it stands, its reason and its statement. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** A table for people. */
  @Override
  public synchronized String toString() {
    StringBuilder table = new StringBuilder("%-22s %9s %7s%n".formatted("", "passed", "failed"));
    counts.forEach(
        (name, count) -> table.append("%-22s %,9d %,7d%n".formatted(name, count[0], count[1])));
    return table
        .append(
            "%-22s %,9d %,7d  %.4f %% of the corpus%n"
                .formatted("all", passed(), failed(), share()))
        .toString();
  }
}
