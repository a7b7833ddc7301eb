package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Fault.Outcome;

/**
 * One thing after another that is asked of the disk goes wrong. The database refuses what it cannot
 * do, works on or opens again with all that it acknowledged, and outlives crashes as ever.
 */
class FaultSweepTest {
  private static final int STEPS = 25;

  /** So many faults in turn that nothing met are beyond the end, not between two changes. */
  private static final int MISSES_MAX = 4;

  /** A file cannot grow, for a while. */
  @Test
  void fullDisk() {
    sweep("fullDisk", at -> Fault.fullDisk(at, at + 20));
  }

  /** A file system that copies on write may find itself full at any write. */
  @Test
  void fullDiskAtAnyWrite() {
    sweep(
        "fullDiskAtAnyWrite",
        at -> Fault.nth(at, Outcome.DISK_FULL, change -> change.operation() == Operation.WRITE));
  }

  @Test
  void failedChange() {
    sweep("failedChange", at -> Fault.once(at, Outcome.FAILED));
  }

  @Test
  void failedSync() {
    sweep(
        "failedSync",
        at -> Fault.nth(at, Outcome.FAILED, change -> change.operation() == Operation.SYNC));
  }

  @Test
  void failedRead() {
    sweep(
        "failedRead",
        at -> Fault.nth(at, Outcome.FAILED, change -> change.operation() == Operation.READ));
  }

  private static void sweep(String test, LongFunction<Fault> faults) {
    int stride = Integer.getInteger("pydb.crash.fault-stride", 7);
    Random random = Seeds.random(test);
    CrashReport report = new CrashReport();
    Progress progress = new Progress(test);
    long seed = random.nextLong();
    CrashLab lab = new CrashLab(seed).withCrashesPerChange(0.01).withRecrash(0.1, 2);
    long at = Integer.getInteger("pydb.crash.fault-from", 1 + random.nextInt(stride));
    int misses = 0;
    while (misses < MISSES_MAX) {
      long before = report.faults();
      try {
        lab.run(new TablesWorkload(STEPS, true), faults.apply(at), report);
      } catch (AssertionError e) {
        throw new AssertionError("fault " + at + " of seed " + seed + ": " + e.getMessage(), e);
      }
      misses = report.faults() == before ? misses + 1 : 0;
      progress.done(report.faults(), 0, "faults and " + report.crashes() + " crashes");
      at += 1 + random.nextInt(2 * stride - 1);
    }
    System.out.println(report.faults() + " faults; " + report);
    assertThat(report.faults()).isPositive();
  }
}
