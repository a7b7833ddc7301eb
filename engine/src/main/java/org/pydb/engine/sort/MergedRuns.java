package org.pydb.engine.sort;

import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;

/** The entries of several runs in order. Not thread-safe. */
final class MergedRuns implements SortedEntries {
  private final PriorityQueue<SpilledRun> others;

  /** The run whose entry is the least of all; null before the first and behind the last one. */
  private @Nullable SpilledRun first;

  MergedRuns(List<SpilledRun> runs) {
    others = new PriorityQueue<>(Math.max(1, runs.size()), MergedRuns::compare);
    for (SpilledRun run : runs) {
      if (run.next()) {
        others.add(run);
      }
    }
  }

  private static int compare(SpilledRun a, SpilledRun b) {
    return Bytes.compare(a.bytes(), a.keyFrom(), a.keyTo(), b.bytes(), b.keyFrom(), b.keyTo());
  }

  @Override
  public boolean next() {
    SpilledRun run = first;
    if (run != null && run.next()) {
      SpilledRun least = others.peek();
      if (least == null || compare(run, least) <= 0) {
        return true;
      }
      others.add(run);
    }
    first = others.poll();
    return first != null;
  }

  private SpilledRun first() {
    SpilledRun run = first;
    if (run == null) {
      throw new IllegalStateException("there is no entry");
    }
    return run;
  }

  @Override
  public byte[] bytes() {
    return first().bytes();
  }

  @Override
  public int keyFrom() {
    return first().keyFrom();
  }

  @Override
  public int keyTo() {
    return first().keyTo();
  }

  @Override
  public int valueLength() {
    return first().valueLength();
  }
}
