package org.pydb.examples.benchmarks.jmh;

import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Runs the benchmarks of this package, each in a JVM of its own. */
public final class JmhRun {
  private static final String DIRECTORY = "benchmark.databases";
  private static final String PROFILER = "benchmark.profiler";

  private JmhRun() {}

  /** Where a forked JVM makes its databases. */
  static Path directory() {
    return Path.of(System.getProperty(DIRECTORY, "target"));
  }

  /**
   * Runs them all and reports.
   *
   * @param databases where databases are made
   */
  public static void run(Path databases, Report report) throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(JmhRun.class.getPackageName().replace(".", "\\.") + "\\..*")
            .jvmArgsAppend("-Xmx1g", "-D" + DIRECTORY + "=" + databases)
            .shouldFailOnError(true);
    String profiler = System.getProperty(PROFILER, "none");
    if (!profiler.equals("none")) {
      options.addProfiler(profiler);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    TextTable table = new TextTable("benchmark", "mean", "± (99.9 %)", "unit");
    for (RunResult result : results) {
      Result<?> score = result.getPrimaryResult();
      String name = result.getParams().getBenchmark();
      table.add(
          name.substring(JmhRun.class.getPackageName().length() + 1),
          Numbers.format(score.getScore()),
          Numbers.format(score.getScoreError()),
          score.getScoreUnit());
    }
    report.show(table);
    report.publish("jmh", table.markdown());
  }
}
