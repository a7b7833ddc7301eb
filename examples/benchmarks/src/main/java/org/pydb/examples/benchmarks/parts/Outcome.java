package org.pydb.examples.benchmarks.parts;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trial has found. A figure that does not apply is NaN. Not thread-safe. */
final class Outcome {
  private final Contender contender;
  private final Map<Workload, Measured> workloads = new EnumMap<>(Workload.class);

  /** Until the store was open again and had answered, in milliseconds. */
  double reopenMillis = Double.NaN;

  /** Bytes written to files beside those of the keys and values that were set. */
  double loadWriteAmplification = Double.NaN;

  double overwriteWriteAmplification = Double.NaN;

  /** Bytes of all files beside those of the keys and values that are there. */
  double loadedSpace = Double.NaN;

  double overwrittenSpace = Double.NaN;
  double deletedSpace = Double.NaN;

  Outcome(Contender contender) {
    this.contender = contender;
  }

  Contender contender() {
    return contender;
  }

  void put(Workload workload, Measured measured) {
    workloads.put(workload, measured);
  }

  /** Null if it was not to be had. */
  @Nullable Measured of(Workload workload) {
    return workloads.get(workload);
  }

  /** A rate, or NaN. */
  double perSecond(Workload workload) {
    Measured measured = workloads.get(workload);
    return measured == null ? Double.NaN : measured.perSecond();
  }

  /** A latency, or NaN. */
  double micros(Workload workload, double share) {
    Measured measured = workloads.get(workload);
    return measured == null ? Double.NaN : measured.micros(share);
  }

  /** What was read beside what was asked for, or NaN. */
  double readAmplification(Workload workload) {
    Measured measured = workloads.get(workload);
    return measured == null ? Double.NaN : measured.readAmplification();
  }
}
