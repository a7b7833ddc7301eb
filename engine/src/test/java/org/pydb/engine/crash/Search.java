package org.pydb.engine.crash;

import java.util.Random;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.Fault;

/** Searches for a fault as the laboratory's tests do, for as long as it takes. */
public final class Search {
  /** So many bits are flipped for the crashes of one workload. */
  private static final int FLIPS = 30;

  private Search() {}

  /**
   * Crashes, and flips bits, in turn.
   *
   * @return what was found, and after how many crashes and flips; null if nothing was
   */
  public static String run(Fault fault, long seed, long crashesMax) {
    CrashReport report = new CrashReport();
    Random random = new Random(seed);
    int flips = 0;
    Progress progress = new Progress("searching");
    try {
      while (report.crashes() < crashesMax) {
        FlipTarget closed = FlipTarget.closed(random.nextLong(), random.nextBoolean());
        FlipTarget open = FlipTarget.open(random.nextLong(), random.nextBoolean());
        open.checkThatALostMetaIsMissed();
        for (int i = 0; i < FLIPS; i += 2) {
          closed.flip(random);
          open.flip(random);
          flips += 2;
        }
        new CrashLab(random.nextLong())
            .withCrashesPerChange(0.25)
            .withDeaths(0.3)
            .withRecrash(0.01, 3)
            .run(new TablesWorkload(30, false), fault, report);
        new CrashLab(random.nextLong()) // Short lives: what a dead process leaves is lost later.
            .withCrashesPerChange(0.2)
            .withDeaths(0.8)
            .withRecrash(0.25, 2)
            .run(new TablesWorkload(2, false), fault, report);
        for (int i = 0; i < 4; i++) { // What happens by chance is rarer here than crashes are.
          new CrashLab(random.nextLong())
              .withCrashesPerChange(0.03)
              .withRecrash(0.01, 2)
              .run(new ClientsWorkload(4, 13), fault, report);
        }
        progress.done(report.crashes(), crashesMax, "crashes and " + flips + " flips");
      }
      return null;
    } catch (RuntimeException | Error e) {
      return "after " + report.crashes() + " crashes and " + flips + " flips: " + firstLine(e);
    }
  }

  /** The same without lies of the disk. */
  public static String run(long seed, long crashesMax) {
    return run(Fault.NONE, seed, crashesMax);
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.toString().lines().findFirst().orElse("");
  }
}
