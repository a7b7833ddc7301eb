package org.pydb.examples.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;

/** All workloads, in the order of the table. */
public final class Workloads {

  private Workloads() {}

  /** All of them. */
  public static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    all.add(new SelectByKey());
    all.add(AdHoc.newLiteral());
    all.add(AdHoc.newShape());
    all.addAll(LedgerQuery.all());
    all.add(new ScanRange());
    all.add(new JoinGroup());
    all.add(new CommitInsert());
    all.add(new CommitUpdate());
    all.add(new CommitTogether());
    all.add(new InsertBatch());
    all.add(new UpdateBatch());
    return List.copyOf(all);
  }
}
