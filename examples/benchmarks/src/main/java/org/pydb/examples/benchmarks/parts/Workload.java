package org.pydb.examples.benchmarks.parts;

/** What is done with a store, in the order in which it is done. */
enum Workload {
  SYNCED_LOAD("load, a sync each"),
  LOAD("load, one sync at the end"),
  READ("reads at random"),
  ZIPF_READ("reads, Zipf"),
  SCAN("scans of 100 entries"),
  MIX("half reads, half writes, Zipf"),
  OVERWRITE("overwrites at random"),
  DELETE("deletes");

  private final String title;

  Workload(String title) {
    this.title = title;
  }

  /** For people. */
  String title() {
    return title;
  }
}
