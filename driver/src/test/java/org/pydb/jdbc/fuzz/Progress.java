package org.pydb.jdbc.fuzz;

/** Says every half minute how far a run has come, and how fast. Thread-safe. */
final class Progress {
  private static final long SECONDS_A_LINE = 30;

  private final Report report;
  private final long start = System.nanoTime();
  private long lastSeconds;
  private long lastQueries;

  Progress(Report report) {
    this.report = report;
  }

  /** How long the run has taken. */
  long seconds() {
    return (System.nanoTime() - start) / 1_000_000_000L;
  }

  /** Prints a line if the last one is some time ago. */
  synchronized void tell() {
    long seconds = seconds();
    if (seconds - lastSeconds < SECONDS_A_LINE) {
      return;
    }
    long queries = report.figure("queries");
    System.out.printf(
        "after %d s, %d a second, now %d: %s%n",
        seconds,
        queries / seconds,
        (queries - lastQueries) / (seconds - lastSeconds),
        report.summary());
    lastSeconds = seconds;
    lastQueries = queries;
  }
}
