package org.pydb.examples.benchmarks;

import org.pydb.examples.benchmarks.bloat.BloatRun;
import org.pydb.examples.benchmarks.concurrency.ConcurrencyRun;
import org.pydb.examples.benchmarks.feature.FeatureRun;
import org.pydb.examples.benchmarks.files.FilesRun;
import org.pydb.examples.benchmarks.growth.GrowthRun;
import org.pydb.examples.benchmarks.jmh.JmhRun;
import org.pydb.examples.benchmarks.latency.LatencyRun;
import org.pydb.examples.benchmarks.parts.PartsRun;
import org.pydb.examples.benchmarks.recovery.RecoveryRun;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.start.StartRun;
import org.pydb.examples.benchmarks.sync.SyncCount;
import org.pydb.examples.benchmarks.tpch.TpchRun;

/** The program: runs the measurements that are asked for, one after the other. */
public final class Benchmarks {

  /** A measurement. */
  @FunctionalInterface
  private interface Step {
    void run(Settings settings, Report report) throws Exception;
  }

  private final Settings settings;
  private final Report report;
  private int failures;

  private Benchmarks(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /** Runs what the system properties ask for; see {@link Settings}. */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.read();
    Report report =
        new Report(System.out, settings.directory().resolve("figures"), settings.docs());
    Benchmarks benchmarks = new Benchmarks(settings, report);
    benchmarks.step("rows", BesidePeers::run);
    benchmarks.step(
        "concurrency", (s, r) -> ConcurrencyRun.run(s::wants, s.directory(), s.databases(), r));
    benchmarks.step("syncs", (s, r) -> SyncCount.run(s.databases(), r));
    benchmarks.step("tpch", (s, r) -> TpchRun.run(s.databases(), s.tpchScale(), r));
    benchmarks.step("start", (s, r) -> StartRun.run(s.databases(), r));
    benchmarks.step(
        "growth",
        (s, r) -> GrowthRun.run(s.databases(), s.growthRows(), s.growthGigabytes(), s::wants, r));
    benchmarks.step("bloat", (s, r) -> BloatRun.run(s.databases(), s.seconds(), r));
    benchmarks.step("latency", (s, r) -> LatencyRun.run(s.databases(), s.latencySeconds(), r));
    benchmarks.step("recovery", (s, r) -> RecoveryRun.run(s.databases(), s.recoveryMegabytes(), r));
    benchmarks.step("files", (s, r) -> FilesRun.run(s.databases(), r));
    benchmarks.step("parts", (s, r) -> PartsRun.run(s.databases(), s.partsEntries(), r));
    benchmarks.step("features", (s, r) -> FeatureRun.run(s.databases(), s.scripts(), r));
    benchmarks.step("jmh", (s, r) -> JmhRun.run(s.databases(), r));
    System.exit(benchmarks.failures == 0 ? 0 : 1);
  }

  /** One that fails does not keep the others from running. */
  private void step(String name, Step step) {
    if (!settings.asksFor(name)) {
      return;
    }
    try {
      report.say("== " + name + "\n");
      step.run(settings, report);
    } catch (Exception | AssertionError e) {
      failures++;
      report.say(name + " failed: " + e);
      e.printStackTrace();
    }
  }
}
