package org.pydb.examples.teaching;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.pydb.engine.DatabaseOptions;

/**
 * The benchmark that a teaching engine published, beside its figures: rows are inserted with one
 * sync each, then some are read in random order through the index of addresses. It runs once, cold,
 * as theirs did; the machines differ, so read the figures as orders of magnitude.
 */
public final class UserBenchmark {
  private static final int INSERTS = 10_000;
  private static final int READS = 1_000;
  private static final long SEED = 42;

  /**
   * What was measured.
   *
   * @param insertsPerSecond each insert durable before the next one
   * @param readMillis mean time of a read through the secondary index
   * @param megabytes size of the data file, closed
   * @param found how many of the reads found their row
   */
  record Figures(double insertsPerSecond, double readMillis, double megabytes, int found) {}

  private static final Figures PUBLISHED = new Figures(2_452, 0.295, 7.37, 1_000);

  private UserBenchmark() {}

  /**
   * Runs it in a directory that is made for it.
   *
   * @param arguments where, {@code target/users} if none is given
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length == 0 ? "target/users" : arguments[0]);
    Files.createDirectories(directory);
    Path file = Files.createTempDirectory(directory, "run").resolve("users.pydb");
    print(run(file, INSERTS, READS), System.out);
  }

  /** Measures on a file that is not there yet. */
  static Figures run(Path file, int inserts, int reads) throws IOException {
    double insertSeconds;
    double readSeconds;
    int found = 0;
    try (Users users = Users.open(DatabaseOptions.at(file))) {
      long began = System.nanoTime();
      for (int id = 1; id <= inserts; id++) {
        users.insert(new User(id, "user" + id, email(id)));
      }
      insertSeconds = (System.nanoTime() - began) / 1e9;
      SplittableRandom random = new SplittableRandom(SEED);
      began = System.nanoTime();
      for (int i = 0; i < reads; i++) {
        found += isFound(users, random.nextInt(1, inserts + 1)) ? 1 : 0;
      }
      readSeconds = (System.nanoTime() - began) / 1e9;
    }
    return new Figures(
        inserts / insertSeconds, 1e3 * readSeconds / reads, Files.size(file) / 1e6, found);
  }

  private static boolean isFound(Users users, int id) {
    boolean[] found = {false};
    users.forEachWithEmail(email(id), user -> found[0] |= user.id() == id);
    return found[0];
  }

  private static String email(int id) {
    return "user" + id + "@example.com";
  }

  private static void print(Figures ours, PrintStream out) {
    out.printf("%,d inserts, one sync each; %,d random reads by e-mail%n%n", INSERTS, READS);
    out.printf("%-26s %14s %14s%n", "", "published", "pydb");
    line(out, "inserts a second", "%,.0f", PUBLISHED.insertsPerSecond, ours.insertsPerSecond);
    line(out, "a read, ms", "%.3f", PUBLISHED.readMillis, ours.readMillis);
    line(out, "data file, MB", "%.2f", PUBLISHED.megabytes, ours.megabytes);
    line(out, "rows found, of 1,000", "%,d", PUBLISHED.found, ours.found);
  }

  private static void line(
      PrintStream out, String what, String pattern, Object published, Object ours) {
    out.printf(
        "%-26s %14s %14s%n",
        what,
        String.format(Locale.ROOT, pattern, published),
        String.format(Locale.ROOT, pattern, ours));
  }
}
