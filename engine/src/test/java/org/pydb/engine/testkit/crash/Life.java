package org.pydb.engine.testkit.crash;

import java.util.Random;
import java.util.function.Supplier;

/**
 * What a workload is given for its work between two crashes: a disk, and a place to say what a
 * crash must leave.
 *
 * @param <P> the promise
 */
public final class Life<P> {
  private final SimulatedDisk disk;
  private final Random random;
  private final boolean powerWasLost;
  private final CrashReport report;
  private volatile Supplier<P> promise;

  /** Whether the promise is that of the life before. */
  private volatile boolean inherited = true;

  private volatile Activity activity;

  Life(
      SimulatedDisk disk,
      long seed,
      P promised,
      boolean powerWasLost,
      CrashReport report,
      String name) {
    this.disk = disk;
    this.random = new Random(seed);
    this.powerWasLost = powerWasLost;
    this.report = report;
    this.promise = () -> promised;
    this.activity = report.activity(name);
  }

  /** A life outside of the laboratory: nothing crashes. */
  public static <P> Life<P> quiet(SimulatedDisk disk, long seed, P promised) {
    return new Life<>(disk, seed, promised, false, new CrashReport(), "a quiet life");
  }

  /** The disk. */
  public SimulatedDisk disk() {
    return disk;
  }

  /**
   * Whether the power was lost since the promise with which this life began. If not, only the
   * process died: all that it wrote is there, and what of it was not synced may be lost later.
   */
  public boolean powerWasLost() {
    return powerWasLost;
  }

  /** Numbers that are the same each time this life is lived. */
  public Random random() {
    return random;
  }

  /** Promises this from now on. A life after a crash begins with the promise of the one before. */
  public void promise(P newPromise) {
    promiseBy(() -> newPromise);
  }

  /**
   * Promises, from now on, what the supplier says at each moment. It is asked at each change of the
   * disk, by the thread that makes it, under the disk's lock: it must neither wait nor touch a
   * disk.
   */
  public void promiseBy(Supplier<P> newPromise) {
    promise = newPromise;
    inherited = false;
  }

  /** What is promised now. */
  P promise() {
    return promise.get();
  }

  /**
   * Whether the power has been lost since what is promised now was promised; or, which may lose as
   * much, a sync has failed.
   */
  boolean promisedBeforePowerLoss() {
    return (inherited && powerWasLost) || disk.hasGivenUp();
  }

  /**
   * Says what begins now, so that the report can tell how many crashes met it.
   *
   * @param names what it is, in words; the same thing may be several
   * @return the activity, to which more words may be added while it goes on
   */
  public Activity begin(String... names) {
    Activity begun = report.activity(names);
    activity = begun;
    return begun;
  }

  /** What goes on now. */
  Activity activity() {
    return activity;
  }
}
