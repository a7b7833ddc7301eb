package org.pydb.examples.benchmarks.workload;

import java.util.List;

/** All workloads, in the order of the table. */
public final class Workloads {

  private Workloads() {}

  /** All of them. */
  public static List<Workload> all() {
    return List.of(
        new SelectByKey(),
        new CommitInsert(),
        new CommitUpdate(),
        new InsertBatch(),
        new ScanRange(),
        new JoinGroup(),
        new CommitTogether());
  }
}
