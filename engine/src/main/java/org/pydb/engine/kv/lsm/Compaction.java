package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.schema.KeyRange;

/**
 * Writes memtables as runs, and merges runs into the next level: levelled compaction. One thread at
 * a time.
 *
 * <p>A level is due when it exceeds its bound: level 0 of runs, the others of bytes, ten times as
 * many as the one before. Of level 0 all runs are merged, of the others one in turn, with all of
 * the next level whose keys overlap.
 */
final class Compaction {

  /** So many runs in level 0 are due. */
  private static final int RUNS_DUE = 4;

  private static final int LEVEL_1_MEMTABLES = 4;
  private static final int LEVEL_FACTOR = 10;

  private final Manifest manifest;
  private final LsmViews views;
  private final RunFiles files;

  /** About the size of a run. */
  private final long runBytes;

  /** Of each level the greatest key that was merged last: the next turn is behind it. */
  private final Map<Integer, byte[]> turns = new HashMap<>();

  Compaction(Manifest manifest, LsmViews views, RunFiles files, long memtableBytes) {
    this.manifest = manifest;
    this.views = views;
    this.files = files;
    runBytes = memtableBytes;
  }

  // ------------------------------------------------------------------ flushes

  /** Writes the oldest memtable that waits as a run; false if none does. */
  boolean flush() {
    List<Memtable> frozen = views.current().frozen();
    if (frozen.isEmpty()) {
      return false;
    }
    Memtable oldest = frozen.get(frozen.size() - 1);
    Manifest.Edit edit = new Manifest.Edit().drop(oldest.logNumber()).durable(oldest.lastNumber());
    List<Run> runs = files.write(oldest.cursor(Long.MAX_VALUE, KeyRange.ALL, false), 0);
    apply(edit, runs);
    views.update(
        now -> {
          List<Memtable> rest = now.frozen().subList(0, now.frozen().size() - 1);
          return new LsmView(now.memtable(), List.copyOf(rest), withNewest(now.levels(), runs));
        });
    oldest.log().close();
    deleteLog(oldest.logNumber());
    return true;
  }

  private static List<List<Run>> withNewest(List<List<Run>> levels, List<Run> runs) {
    List<List<Run>> changed = new ArrayList<>(levels);
    List<Run> newest = new ArrayList<>(runs);
    newest.addAll(levels.get(0));
    changed.set(0, List.copyOf(newest));
    return List.copyOf(changed);
  }

  private void deleteLog(long number) {
    try {
      manifest.deleteFile(number, LsmEngine.LOG_KIND);
    } catch (StorageException e) {
      return; // The manifest has dropped it: the next opening tries again.
    }
  }

  // ------------------------------------------------------------------ merges

  /** Merges some runs into the next level; false if none are due, or it was canceled. */
  boolean compact(BooleanSupplier isCanceled) {
    LsmView view = views.current();
    int level = dueLevel(view);
    if (level < 0 || isCanceled.getAsBoolean()) {
      return false;
    }
    List<Run> upper = level == 0 ? view.levels().get(0) : List.of(turn(view, level));
    List<Run> lower = LsmView.overlapping(view.levels().get(level + 1), range(upper));
    if (lower.isEmpty() && areApart(upper)) {
      move(upper, level);
    } else if (!merge(view, level, upper, lower, isCanceled)) {
      return false;
    }
    turns.put(level, upper.get(upper.size() - 1).entry().upper());
    return true;
  }

  /** Whether the keys of no two runs overlap. */
  private static boolean areApart(List<Run> runs) {
    List<FileEntry> sorted = new ArrayList<>(runs.stream().map(Run::entry).toList());
    sorted.sort(Comparator.comparing(FileEntry::lower, Arrays::compareUnsigned));
    for (int i = 1; i < sorted.size(); i++) {
      if (Arrays.compareUnsigned(sorted.get(i - 1).upper(), sorted.get(i).lower()) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Lets runs be of the next level, as they are: nothing there has their keys. */
  private void move(List<Run> runs, int level) {
    Manifest.Edit edit = new Manifest.Edit();
    runs.forEach(run -> edit.add(run.entry().atLevel(level + 1)));
    manifest.apply(edit);
    views.update(now -> replaced(now, level, runs, runs));
  }

  private boolean merge(
      LsmView view, int level, List<Run> upper, List<Run> lower, BooleanSupplier isCanceled) {
    List<Run> merged = new ArrayList<>(upper);
    merged.addAll(lower);
    boolean dropsDeletions = isBottom(view, level + 1, range(merged));
    List<Run> fresh;
    try {
      fresh =
          files.write(
              sources(upper, lower), level + 1, runBytes, dropsDeletions, meanwhile(isCanceled));
    } catch (CancellationException e) {
      return false;
    }
    Manifest.Edit edit = new Manifest.Edit().replace();
    merged.forEach(run -> edit.drop(run.entry().number()));
    apply(edit, fresh);
    views.update(now -> replaced(now, level, merged, fresh));
    return true;
  }

  /**
   * What is done during a merge: memtables that wait are written, so that writes need not wait for
   * the end of it. That adds to level 0 only, and so changes nothing of what is merged.
   */
  private Runnable meanwhile(BooleanSupplier isCanceled) {
    return () -> {
      if (isCanceled.getAsBoolean()) {
        throw new CancellationException("the store is being closed");
      }
      while (flush()) {
        // All that wait.
      }
    };
  }

  /** The level that exceeds its bound most; -1 if none does. */
  private int dueLevel(LsmView view) {
    int due = -1;
    double most = 1;
    double bound = (double) LEVEL_1_MEMTABLES * runBytes;
    for (int level = 0; level < LsmEngine.LEVELS - 1; level++) {
      List<Run> runs = view.levels().get(level);
      double share;
      if (level == 0) {
        share = (double) runs.size() / RUNS_DUE;
      } else {
        share = runs.stream().mapToLong(run -> run.entry().length()).sum() / bound;
        bound *= LEVEL_FACTOR;
      }
      if (share >= most) {
        most = share;
        due = level;
      }
    }
    return due;
  }

  /** The run of a level whose turn it is. */
  private Run turn(LsmView view, int level) {
    byte[] last = turns.get(level);
    List<Run> runs = view.levels().get(level);
    return runs.stream()
        .filter(run -> last == null || Arrays.compareUnsigned(run.entry().lower(), last) > 0)
        .findFirst()
        .orElse(runs.get(0));
  }

  /** The range of all keys of some runs. */
  private static KeyRange range(List<Run> runs) {
    byte[] lower = runs.get(0).entry().lower();
    byte[] upper = runs.get(0).entry().upper();
    for (Run run : runs) {
      FileEntry entry = run.entry();
      lower = Arrays.compareUnsigned(entry.lower(), lower) < 0 ? entry.lower() : lower;
      upper = Arrays.compareUnsigned(entry.upper(), upper) > 0 ? entry.upper() : upper;
    }
    return new KeyRange(lower, Arrays.copyOf(upper, upper.length + 1));
  }

  /** Whether no run below a level can have keys of a range. */
  private static boolean isBottom(LsmView view, int level, KeyRange range) {
    return view.levels().subList(level + 1, LsmEngine.LEVELS).stream()
        .allMatch(runs -> LsmView.overlapping(runs, range).isEmpty());
  }

  private static SortedCursor sources(List<Run> upper, List<Run> lower) {
    List<SortedCursor> sources = new ArrayList<>();
    upper.forEach(run -> sources.add(run.cursor(KeyRange.ALL, false)));
    sources.add(new LevelCursor(lower, KeyRange.ALL, false));
    return new MergingCursor(sources, false);
  }

  private static LsmView replaced(LsmView now, int level, List<Run> merged, List<Run> fresh) {
    List<List<Run>> levels = new ArrayList<>(now.levels());
    List<Run> above = new ArrayList<>(levels.get(level));
    above.removeAll(merged);
    levels.set(level, List.copyOf(above));
    List<Run> below = new ArrayList<>(levels.get(level + 1));
    below.removeAll(merged);
    below.addAll(fresh);
    below.sort(Comparator.comparing(run -> run.entry().lower(), Arrays::compareUnsigned));
    levels.set(level + 1, List.copyOf(below));
    return new LsmView(now.memtable(), now.frozen(), List.copyOf(levels));
  }

  // ------------------------------------------------------------------ runs

  private void apply(Manifest.Edit edit, List<Run> fresh) {
    try {
      fresh.forEach(run -> edit.add(run.entry()));
      manifest.apply(edit);
    } catch (StorageException e) {
      files.drop(fresh);
      throw e;
    } catch (RuntimeException | Error e) {
      fresh.forEach(Run::close); // Perhaps the manifest names them: the next opening finds out.
      throw e;
    }
  }
}
