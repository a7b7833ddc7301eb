package org.pydb.engine.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/**
 * Lives a workload on a simulated disk and lets the power fail after its first change of the disk,
 * after the second, the third and so on to the last: without living it more than once. At each
 * change the disk is asked what it would be after a crash, and the workload, in another life,
 * whether that is what was promised. The lives after a crash end by crashes too, some of them.
 *
 * <pre>
 *   first life      ──●──●──●──●──●──●──●──●──▶        ● a change of the disk
 *                     │  │  │  │  ┊                    │ power loss, some of them a change
 *   second lives      ▼  ▼  ▼  ●──●──●──▶ checked
 *   third lives                   ▼  ▼    checked
 * </pre>
 *
 * <p>Immutable; each {@code with} method gives a changed copy.
 *
 * <pre>{@code
 * CrashReport report = new CrashReport();
 * new CrashLab(seed).withCrashesPerChange(3).run(new MyWorkload(), report);
 * System.out.println(report);
 * }</pre>
 *
 * @param seed of all chance
 * @param kind of the disk
 * @param crashesPerChange how many power losses there are after each change of a first life; 0.1 is
 *     one after every tenth, as chance has it
 * @param deaths the share of crashes that are the death of the process only: nothing that it wrote
 *     is lost, not yet
 * @param recrash the share of later lives that are crashed too, from 0 to 1
 * @param generationMax how many lives there are one after the other
 */
public record CrashLab(
    long seed,
    Kind kind,
    double crashesPerChange,
    double deaths,
    double recrash,
    int generationMax) {

  /** A later life is crashed after each of so many changes, and then more and more rarely. */
  private static final int DENSE_CHANGES = 12;

  /** Where the files go that a failed life found. */
  private static final Path LEFT = Path.of("target", "crash-lab");

  /** Two crashes a change; some later lives are crashed too, after their first changes. */
  public CrashLab(long seed) {
    this(seed, Kind.POSIX, 2, 0.1, 0.03, 3);
  }

  /** The same on a disk of another kind. */
  public CrashLab withKind(Kind newKind) {
    return new CrashLab(seed, newKind, crashesPerChange, deaths, recrash, generationMax);
  }

  /** The same with more crashes, or fewer. */
  public CrashLab withCrashesPerChange(double count) {
    return new CrashLab(seed, kind, count, deaths, recrash, generationMax);
  }

  /** The same with more deaths of the process only, or fewer. */
  public CrashLab withDeaths(double share) {
    return new CrashLab(seed, kind, crashesPerChange, share, recrash, generationMax);
  }

  /** The same with more, or fewer, lives after a crash that are crashed too. */
  public CrashLab withRecrash(double share, int generations) {
    return new CrashLab(seed, kind, crashesPerChange, deaths, share, generations);
  }

  /**
   * Lives the workload and lets the power fail after each of its changes.
   *
   * @throws CrashLabFailure if a life after a crash does not find what was promised
   */
  public <P> void run(Workload<P> workload, CrashReport report) {
    run(workload, Fault.NONE, report);
  }

  /**
   * Lives the workload on a disk with a fault, and lets the power fail after each of its changes.
   * The workload itself says, by not throwing, that it has met the fault as it should.
   */
  public <P> void run(Workload<P> workload, Fault fault, CrashReport report) {
    SimulatedDisk disk = new SimulatedDisk(kind, DiskState.EMPTY, seed);
    disk.setFault(change -> counted(fault.outcome(change), report));
    Life<P> life = new Life<>(disk, seed, null, false, report, "first life");
    AtomicReference<@Nullable CrashLabFailure> failure = new AtomicReference<>();
    Crashes<P> crashes = new Crashes<>(workload, life, report, failure, 0, "seed " + seed, seed);
    disk.setWatcher(crashes);
    try {
      workload.live(life);
      crashes.crashAtLast();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(
          null, new CrashLabFailure("seed " + seed, keep(disk.state()), life.promise(), e));
    } finally {
      report.fold();
    }
    CrashLabFailure found = failure.get();
    if (found != null) {
      throw found;
    }
  }

  private static Fault.Outcome counted(Fault.Outcome outcome, CrashReport report) {
    if (outcome != Fault.Outcome.DONE) {
      report.failed();
    }
    return outcome;
  }

  /** Lets the power fail after each change of one life, and lives the lives after that. */
  private final class Crashes<P> implements SimulatedDisk.Watcher {
    private final Workload<P> workload;
    private final Life<P> life;
    private final CrashReport report;

    /** The first that was found. It goes past the database, which might take it for its own. */
    private final AtomicReference<@Nullable CrashLabFailure> failure;

    private final int generation;
    private final String history;
    private final long chance;

    Crashes(
        Workload<P> workload,
        Life<P> life,
        CrashReport report,
        AtomicReference<@Nullable CrashLabFailure> failure,
        int generation,
        String history,
        long chance) {
      this.workload = workload;
      this.life = life;
      this.report = report;
      this.failure = failure;
      this.generation = generation;
      this.history = history;
      this.chance = chance;
    }

    @Override
    public @Nullable Runnable changed(DiskChange change, DiskState state) {
      if (failure.get() != null) {
        return null;
      }
      report.changed();
      Moment<P> moment = moment(state);
      return () -> crash(change, moment);
    }

    /** The power fails when all is done. */
    void crashAtLast() {
      nextLife(moment(life.disk().state()), history + "; crash at the end", chance);
    }

    private Moment<P> moment(DiskState state) {
      return new Moment<>(state, life.promise(), life.promisedBeforePowerLoss());
    }

    private void crash(DiskChange change, Moment<P> moment) {
      Random random = new Random(mix(chance, change.number()));
      double wanted =
          generation == 0
              ? crashesPerChange
              : Math.min(1, (double) DENSE_CHANGES / change.number());
      int count = (int) (wanted + random.nextDouble());
      for (int i = 0; i < (moment.state.isSynced() ? Math.min(1, count) : count); i++) {
        nextLife(moment, history + "; crash " + i + " at " + change, random.nextLong());
      }
    }

    private void nextLife(Moment<P> moment, String newHistory, long seedOfLife) {
      if (failure.get() != null) {
        return;
      }
      report.crashed(life.activity(), moment.state, generation);
      Random random = new Random(seedOfLife);
      boolean died = random.nextDouble() < deaths;
      DiskState left = died ? moment.state : moment.state.afterPowerLoss(random);
      String told = newHistory + (died ? ", only the process died" : "");
      SimulatedDisk disk = new SimulatedDisk(kind, left, random.nextLong());
      Life<P> next =
          new Life<>(
              disk,
              random.nextLong(),
              moment.promised,
              !died || moment.beforePowerLoss,
              report,
              "opening");
      // What a process leaves that died in between, the power may take later.
      double again = died ? 4 * recrash : recrash;
      if (generation + 1 < generationMax && random.nextDouble() < again) {
        disk.setWatcher(
            new Crashes<>(
                workload, next, report, failure, generation + 1, told, random.nextLong()));
      }
      try {
        workload.recover(next, moment.promised);
      } catch (RuntimeException | Error e) {
        if (failure.get() == null) {
          failure.compareAndSet(null, new CrashLabFailure(told, keep(left), moment.promised, e));
        }
      }
    }
  }

  /**
   * What there is of a life when the power fails.
   *
   * @param beforePowerLoss whether the power has failed before, since it was promised
   */
  private record Moment<P>(DiskState state, P promised, boolean beforePowerLoss) {}

  private static long mix(long seed, long number) {
    long z = seed + number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    return z ^ (z >>> 27);
  }

  /** Writes the files down that a life found; says where. */
  private static String keep(DiskState state) {
    try {
      Files.createDirectories(LEFT);
      Path directory = Files.createTempDirectory(LEFT, "failed-");
      for (Map.Entry<String, byte[]> file : state.contents().entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      return directory.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
