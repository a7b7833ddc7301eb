package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.crash.TablesWorkload.Layers;
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

  /** So many crashes should meet everything, however few are wanted. */
  private static final long ENOUGH = 30_000;

  @Test
  void everyCrashLeavesWhatWasPromised() {
    sweep("everyCrashLeavesWhatWasPromised", Kind.POSIX, CRASHES, false, Layers.NONE);
  }

  @Test
  void everyCrashOnWindowsLeavesWhatWasPromised() {
    sweep("everyCrashOnWindowsLeavesWhatWasPromised", Kind.WINDOWS, CRASHES, false, Layers.NONE);
  }

  @Test
  void everyCrashOfAnEncryptedDatabaseLeavesWhatWasPromised() {
    sweep(
        "everyCrashOfAnEncryptedDatabaseLeavesWhatWasPromised",
        Kind.POSIX,
        CRASHES / 5,
        true,
        Layers.NONE);
  }

  @Test
  void everyCrashOfACompressedDatabaseLeavesWhatWasPromised() {
    sweep(
        "everyCrashOfACompressedDatabaseLeavesWhatWasPromised",
        Kind.POSIX,
        CRASHES / 16,
        false,
        Layers.COMPRESSED);
  }

  @Test
  void everyCrashOfASegmentedDatabaseLeavesWhatWasPromised() {
    for (Kind kind : Kind.values()) {
      sweep(
          "everyCrashOfASegmentedDatabaseLeavesWhatWasPromised",
          kind,
          CRASHES / 32,
          false,
          Layers.SEGMENTED);
    }
  }

  @Test
  void everyCrashOfTablesOnAllEnginesLeavesWhatWasPromised() {
    for (Kind kind : Kind.values()) {
      sweep(
          "everyCrashOfTablesOnAllEnginesLeavesWhatWasPromised",
          kind,
          CRASHES / 8,
          false,
          Layers.ENGINES);
    }
  }

  /** Not the same each time, even with the same seed: the clients are threads. */
  @Test
  void everyCrashAmidManyClientsLeavesABeginningOfTheirCommits() {
    Random random = Seeds.random("everyCrashAmidManyClientsLeavesABeginningOfTheirCommits");
    CrashReport report = new CrashReport();
    Progress progress = new Progress("everyCrashAmidManyClients");
    Set<String> met =
        Set.of("concurrent commits", "large commit beside others", "vacuum beside commits");
    while (goesOn(report, CRASHES / 4, met)) {
      new CrashLab(random.nextLong()).run(new ClientsWorkload(4, 13), report);
      progress.done(report.crashes(), CRASHES / 4, "crashes");
    }
    finish(report, met);
  }

  private static void sweep(
      String test, Kind kind, long crashes, boolean encrypted, Layers layers) {
    Random random = Seeds.random(test);
    CrashReport report = new CrashReport();
    Progress progress = new Progress(test);
    Set<String> met = met(encrypted, layers);
    int steps =
        layers == Layers.NONE || layers == Layers.ENGINES
            ? 20
            : 3; // A layer changes the disk much more often.
    while (goesOn(report, crashes, met)) {
      new CrashLab(random.nextLong())
          .withKind(kind)
          .withCrashesPerChange(
              layers == Layers.ENGINES ? 0.1 : 1) // Else one history has thousands.
          .run(new TablesWorkload(steps, false, encrypted, layers), report);
      progress.done(report.crashes(), crashes, "crashes");
    }
    finish(report, met);
  }

  /** During what there must be crashes: of layers builds have too few to ask for anything. */
  private static Set<String> met(boolean encrypted, Layers layers) {
    if (layers != Layers.NONE) {
      return Set.of();
    }
    return encrypted
        ? Set.of("commit", "checkpoint", "recovery", "close")
        : Set.of(
            "commit",
            "checkpoint",
            "recovery",
            "close",
            "splits",
            "DDL",
            "large commit",
            "large values");
  }

  /** There are as many crashes as are wanted, and then until all was met that must be. */
  private static boolean goesOn(CrashReport report, long crashes, Set<String> met) {
    boolean isRare = met.stream().anyMatch(name -> report.crashesDuring(name) == 0);
    return report.crashes() < crashes
        || (isRare && report.crashes() < Math.max(10 * crashes, ENOUGH));
  }

  private static void finish(CrashReport report, Set<String> met) {
    System.out.println(report);
    for (String name : met) {
      assertThat(report.crashesDuring(name)).as("crashes during: %s", name).isPositive();
    }
  }
}
