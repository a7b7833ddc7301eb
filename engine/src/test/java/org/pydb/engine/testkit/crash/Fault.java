package org.pydb.engine.testkit.crash;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Says which of the things that are asked of a {@link SimulatedDisk} go wrong, and how. */
@FunctionalInterface
public interface Fault {

  /** No fault. */
  Fault NONE = change -> Outcome.DONE;

  /** What becomes of something that was asked of a disk. */
  enum Outcome {
    /** It is done. */
    DONE,
    /** It fails, half done: see {@link SimulatedDisk}. */
    FAILED,
    /** It fails, half done, because the disk is full. */
    DISK_FULL,
    /** The power fails: nothing of it is done, nor of anything later. */
    POWER_OFF,
    /** The disk says that it is done, which is a lie. */
    OMITTED
  }

  /** What is to become of it. Asked before it is done, under the disk's lock. */
  Outcome outcome(DiskChange change);

  /** Change {@code number} goes wrong, no other. */
  static Fault once(long number, Outcome outcome) {
    return change ->
        change.number() == number && change.operation() != DiskChange.Operation.READ
            ? outcome
            : Outcome.DONE;
  }

  /** Between two changes, the second excluded, no file can get longer. */
  static Fault fullDisk(long from, long to) {
    return change ->
        change.grows() && from <= change.number() && change.number() < to
            ? Outcome.DISK_FULL
            : Outcome.DONE;
  }

  /** Of the things for which this holds, one goes wrong: the one that so many others precede. */
  static Fault nth(long preceding, Outcome outcome, Predicate<DiskChange> what) {
    AtomicLong left = new AtomicLong(preceding);
    return change -> what.test(change) && left.getAndDecrement() == 0 ? outcome : Outcome.DONE;
  }

  /** The power fails before this change. */
  static Fault powerOffAt(long number) {
    return change -> change.number() >= number ? Outcome.POWER_OFF : Outcome.DONE;
  }
}
