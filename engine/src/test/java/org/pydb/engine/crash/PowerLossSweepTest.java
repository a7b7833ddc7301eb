package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/**
 * The power fails after each change of the disk, whatever the database is doing. Some thousand
 * crashes here; {@code mvn -Pcrash-lab -pl engine test} has a million.
 */
class PowerLossSweepTest {
  private static final long CRASHES = Long.getLong("pydb.crash.crashes", 2_300);

  @Test
  void everyCrashLeavesWhatWasPromised() {
    sweep("everyCrashLeavesWhatWasPromised", Kind.POSIX);
  }

  @Test
  void everyCrashOnWindowsLeavesWhatWasPromised() {
    sweep("everyCrashOnWindowsLeavesWhatWasPromised", Kind.WINDOWS);
  }

  /** Not the same each time, even with the same seed: the clients are threads. */
  @Test
  void everyCrashAmidManyClientsLeavesABeginningOfTheirCommits() {
    Random random = Seeds.random("everyCrashAmidManyClientsLeavesABeginningOfTheirCommits");
    CrashReport report = new CrashReport();
    while (report.crashes() < CRASHES / 4) {
      new CrashLab(random.nextLong()).run(new ClientsWorkload(4, 13), report);
    }
    System.out.println(report);
    for (String met :
        new String[] {
          "concurrent commits", "large commit beside others", "vacuum beside commits"
        }) {
      assertThat(report.crashesDuring(met)).as("crashes during: %s", met).isPositive();
    }
  }

  private static void sweep(String test, Kind kind) {
    Random random = Seeds.random(test);
    CrashReport report = new CrashReport();
    while (report.crashes() < CRASHES) {
      new CrashLab(random.nextLong()).withKind(kind).run(new TablesWorkload(40, false), report);
    }
    System.out.println(report);
    for (String met :
        new String[] {
          "commit", "checkpoint", "recovery", "close", "splits", "DDL", "large commit"
        }) {
      assertThat(report.crashesDuring(met)).as("crashes during: %s", met).isPositive();
    }
  }
}
