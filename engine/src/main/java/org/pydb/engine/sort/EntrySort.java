package org.pydb.engine.sort;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.pydb.engine.spill.SpillSpace;

/**
 * Sorts entries, in memory as long as they fit: then runs of them go to the disk, each in order,
 * and are merged in the end. Life: {@link #add} for each entry, then once {@link #sorted}, then
 * {@link #close}. Not thread-safe.
 *
 * <p>Of equal keys it does not matter which comes first.
 */
public final class EntrySort implements AutoCloseable {

  /** Runs that are merged at once: each takes a block of memory. */
  static final int MERGED_MAX = 64;

  private final SpillSpace space;
  private final long memory;
  private final Runnable checkCanceled;
  private final EntryRun inMemory = new EntryRun();
  private final Deque<SpilledRun> runs = new ArrayDeque<>();

  /**
   * No entries yet.
   *
   * @param space where to put what memory does not hold
   * @param memory about how many bytes to take
   * @param checkCanceled called every some thousand entries; throws to end the work
   */
  public EntrySort(SpillSpace space, long memory, Runnable checkCanceled) {
    this.space = space;
    this.memory = memory;
    this.checkCanceled = checkCanceled;
  }

  /** Adds an entry. */
  public void add(
      byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueLength) {
    long added = EntryRun.ENTRY_OVERHEAD + (long) (keyTo - keyFrom) + valueLength;
    if (inMemory.count() > 0 && inMemory.size() + added > memory) {
      spill();
    }
    inMemory.add(key, keyFrom, keyTo, value, valueFrom, valueLength);
  }

  private void spill() {
    checkCanceled.run();
    inMemory.sort();
    write(new InMemory(inMemory));
    inMemory.clear();
  }

  private void write(SortedEntries entries) {
    SpilledRun run = new SpilledRun(space.stream(), checkCanceled);
    runs.add(run); // First, so that it is closed if writing it fails.
    run.write(entries);
  }

  /** All entries in the order of their keys. */
  public SortedEntries sorted() {
    if (runs.isEmpty()) {
      inMemory.sort();
      return new InMemory(inMemory);
    }
    spill();
    while (runs.size() > MERGED_MAX) {
      // The oldest ones first, so that each entry is written again once in a pass over all.
      List<SpilledRun> oldest = new ArrayList<>();
      runs.forEach(run -> addUpTo(oldest, run));
      write(new MergedRuns(oldest));
      for (SpilledRun merged : oldest) {
        runs.remove(merged);
        merged.close();
      }
    }
    return new MergedRuns(List.copyOf(runs));
  }

  private static void addUpTo(List<SpilledRun> some, SpilledRun run) {
    if (some.size() < MERGED_MAX) {
      some.add(run);
    }
  }

  /** How many runs are on the disk. */
  int runCount() {
    return runs.size();
  }

  /** Gives the room on the disk back. */
  @Override
  public void close() {
    runs.forEach(SpilledRun::close);
    runs.clear();
  }

  private static final class InMemory implements SortedEntries {
    private final EntryRun run;
    private int at = -1;

    InMemory(EntryRun run) {
      this.run = run;
    }

    @Override
    public boolean next() {
      at++;
      return at < run.count();
    }

    @Override
    public byte[] bytes() {
      return run.bytes();
    }

    @Override
    public int keyFrom() {
      return run.keyFrom(at);
    }

    @Override
    public int keyTo() {
      return run.keyTo(at);
    }

    @Override
    public int valueLength() {
      return run.valueLength(at);
    }
  }
}
