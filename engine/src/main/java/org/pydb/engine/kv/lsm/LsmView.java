package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.KeyRange;

/**
 * All places where entries are at some moment. Immutable; the runs stay as long as a view that has
 * them is held.
 *
 * @param memtable the one that is written
 * @param frozen those that wait to be written as runs, newest first
 * @param levels of level 0 the runs, newest first: their keys overlap; of the others, whose do not,
 *     in the order of keys
 */
record LsmView(Memtable memtable, List<Memtable> frozen, List<List<Run>> levels) {

  /** What a key was at a number; null if it was not there. */
  byte @Nullable [] get(byte[] key, long number) {
    Found found = find(key, number);
    return found == null ? null : found.value();
  }

  private @Nullable Found find(byte[] key, long number) {
    Found found = memtable.find(key, number);
    for (int i = 0; found == null && i < frozen.size(); i++) {
      found = frozen.get(i).find(key, number);
    }
    for (int level = 0; found == null && level < levels.size(); level++) {
      List<Run> runs = levels.get(level);
      for (int i = 0; found == null && i < runs.size(); i++) {
        found = runs.get(i).find(key);
      }
    }
    return found;
  }

  /** The entries of a range as they were at a number, deletions among them. */
  SortedCursor cursor(long number, KeyRange range, boolean backward) {
    List<SortedCursor> sources = new ArrayList<>();
    sources.add(memtable.cursor(number, range, backward));
    frozen.forEach(table -> sources.add(table.cursor(number, range, backward)));
    for (Run run : levels.get(0)) {
      if (run.overlaps(range)) {
        sources.add(run.cursor(range, backward));
      }
    }
    for (List<Run> runs : levels.subList(1, levels.size())) {
      List<Run> overlapping = new ArrayList<>(overlapping(runs, range));
      if (backward) {
        Collections.reverse(overlapping);
      }
      sources.add(new LevelCursor(overlapping, range, backward));
    }
    return new MergingCursor(sources, backward);
  }

  /** The runs that may have keys of a range. */
  static List<Run> overlapping(List<Run> runs, KeyRange range) {
    return runs.stream().filter(run -> run.overlaps(range)).toList();
  }

  List<Run> runs() {
    return levels.stream().flatMap(List::stream).toList();
  }
}
