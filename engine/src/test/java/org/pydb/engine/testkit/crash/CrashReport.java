package org.pydb.engine.testkit.crash;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PageType;

/**
 * How many crashes there were, what was under way when they came, and what was written and not
 * synced. One report takes in many laboratories. Thread-safe.
 */
public final class CrashReport {

  /** What the segments of a log begin with. */
  private static final long SEGMENT_MAGIC = 0x70796462_2d77616cL;

  private final LongAdder crashes = new LongAdder();
  private final LongAdder changes = new LongAdder();
  private final LongAdder faults = new LongAdder();

  /** Activities that go on, or went on in a life that is not over. */
  private final Queue<Activity> activities = new ConcurrentLinkedQueue<>();

  private final Map<String, LongAdder> ended = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> unsynced = new ConcurrentSkipListMap<>();
  private final Map<Integer, LongAdder> generations = new ConcurrentHashMap<>();

  /** A report of nothing. */
  public CrashReport() {}

  Activity activity(String... names) {
    Activity activity = new Activity(names);
    activities.add(activity);
    return activity;
  }

  void changed() {
    changes.increment();
  }

  void failed() {
    faults.increment();
  }

  void crashed(Activity activity, DiskState state, int generation) {
    crashes.increment();
    activity.crashed();
    count(generations, generation);
    Map<String, Boolean> seen = new TreeMap<>();
    state.forEachUnsynced((name, bytes) -> classify(name, bytes, seen));
    if (state.hasUnsyncedNames()) {
      seen.put("names of files", true);
    }
    seen.keySet().forEach(kind -> count(unsynced, kind));
  }

  private static void classify(String file, byte[] bytes, Map<String, Boolean> seen) {
    if (bytes.length == 0) {
      seen.put("truncations", true);
    } else if (file.endsWith("-wal")) {
      seen.put(logKind(bytes), true);
    } else {
      for (int at = 0; at + PageLayout.PAGE_SIZE <= bytes.length; at += PageLayout.PAGE_SIZE) {
        PageType type =
            PageType.ofCode(PageLayout.typeCode(Arrays.copyOfRange(bytes, at, at + 64)));
        seen.put(type == null ? "other pages" : type + " pages", true);
      }
    }
  }

  private static String logKind(byte[] bytes) {
    if (Bytes.isZero(bytes, 0, bytes.length)) {
      return "log: growth";
    }
    boolean header = bytes.length >= 8 && Bytes.getLong(bytes, 0) == SEGMENT_MAGIC;
    return header ? "log: a segment's header" : "log: frames";
  }

  private static <K> void count(Map<K, LongAdder> counts, K what) {
    counts.computeIfAbsent(what, absent -> new LongAdder()).increment();
  }

  /** How many crashes there were. */
  public long crashes() {
    return crashes.sum();
  }

  /** How many things went wrong because of a {@link Fault}. */
  public long faults() {
    return faults.sum();
  }

  /** How many of them met something of this name. */
  public long crashesDuring(String activity) {
    fold();
    LongAdder count = ended.get(activity);
    return count == null ? 0 : count.sum();
  }

  /** How many of them found something of this kind written and not synced. */
  public long crashesWithUnsynced(String kind) {
    LongAdder count = unsynced.get(kind);
    return count == null ? 0 : count.sum();
  }

  /** Adds up what has ended, so that the activities need not be kept. */
  synchronized void fold() {
    for (Activity activity = activities.poll(); activity != null; activity = activities.poll()) {
      for (String name : activity.names()) {
        ended.computeIfAbsent(name, absent -> new LongAdder()).add(activity.crashes());
      }
    }
  }

  @Override
  public String toString() {
    fold();
    StringBuilder text = new StringBuilder();
    text.append(crashes).append(" crashes after ").append(changes).append(" changes of the disk");
    generations.forEach(
        (generation, count) ->
            text.append(generation == 0 ? "; " : ", ")
                .append(count)
                .append(
                    generation == 0
                        ? " in a first life"
                        : generation == 1 ? " in the life after a crash" : " after " + generation));
    table(text, "under way at the crash", ended);
    table(text, "written and not synced at the crash", unsynced);
    return text.toString();
  }

  private static void table(StringBuilder text, String title, Map<String, LongAdder> counts) {
    text.append("\n  ").append(title).append(':');
    counts.forEach(
        (name, count) ->
            text.append("\n    ").append(String.format("%,12d  %s", count.sum(), name)));
  }
}
