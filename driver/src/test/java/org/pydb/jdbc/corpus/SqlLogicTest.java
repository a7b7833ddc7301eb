package org.pydb.jdbc.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The sqllogictest corpus, a fixed sample of it: of some files of each kind all statements and
 * every so-many-th query. {@code mvn -Psql-logic -pl driver -am test} asks 200,000 questions of all
 * files; what fails is written to a file with its reason.
 */
class SqlLogicTest {
  private static final Path FAILURES = Path.of("target", "sql-logic-failures.txt");

  /** Of so many queries one is asked. */
  private static final int STRIDE = Integer.getInteger("pydb.corpus.stride", 97);

  /** Of so many files of a directory one is read. */
  private static final int FILES_STRIDE = Integer.getInteger("pydb.corpus.files-stride", 41);

  /** The least share that must pass, in percent. */
  private static final double SHARE_MIN =
      Double.parseDouble(System.getProperty("pydb.corpus.share-min", "100"));

  private final CorpusReport report = new CorpusReport(STRIDE);
  private final AtomicInteger filesDone = new AtomicInteger();

  @Test
  void answersAreThoseOfOtherDatabases() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> running = new ArrayList<>();
    List<String> paths = CorpusFile.paths();
    String only = System.getProperty("pydb.corpus.files", "");
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      if (path.contains(only) && (i % FILES_STRIDE == 0 || !only.isEmpty())) {
        running.add(threads.submit(() -> ask(path)));
      }
    }
    threads.shutdown();
    for (Future<?> file : running) {
      file.get();
    }
    System.out.print(report);
    Files.write(FAILURES, report.failures());
    if (SHARE_MIN == 100) {
      assertThat(report.failures()).isEmpty();
    }
    assertThat(report.share())
        .as("percent; the failures are in %s", FAILURES)
        .isGreaterThanOrEqualTo(SHARE_MIN);
    assertThat(report.passed()).isGreaterThan(1000);
  }

  private Void ask(String path) throws Exception {
    try (CorpusClient client = new CorpusClient()) {
      int[] queries = {0};
      CorpusFile.read(
          path,
          record -> {
            if (record.kind() != CorpusRecord.Kind.QUERY || queries[0]++ % STRIDE == 0) {
              report.add(path, record, client.failureOf(record));
            }
          });
      if (filesDone.incrementAndGet() % 25 == 0) {
        System.out.printf(
            "%d files, %,d records passed, %,d failed%n",
            filesDone.get(), report.passed(), report.failed());
      }
    } catch (SQLException e) {
      throw new AssertionError(path, e);
    }
    return null;
  }
}
