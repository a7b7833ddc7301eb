package org.pydb.engine.testkit.history;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.pydb.engine.testkit.history.Anomaly.Kind;
import org.pydb.engine.testkit.history.EventGraph.Edge;
import org.pydb.engine.testkit.history.EventGraph.Why;
import org.pydb.engine.testkit.history.History.Run;
import org.pydb.engine.testkit.history.Operation.Read;

/**
 * Judges a history by a level.
 *
 * <p>A committed transaction has moments at which it reads, and one at which it commits; which of
 * them are the same moment is what a {@link Level} says. What was read and written puts them in
 * order:
 *
 * <ul>
 *   <li>a version is committed before it is read (write-read);
 *   <li>and read before the next one is committed (read-write);
 *   <li>versions are committed in their order (write-write); from REPEATABLE READ on the later
 *       writer even reads after the earlier one's commit, or would lose its update;
 *   <li>a call that returned before another was made came first, by the clock.
 * </ul>
 *
 * <p>If there is no cycle then there is an order of moments that explains everything, and the level
 * was kept. This is exact for what was observed: nothing is reported that did not happen.
 */
public final class HistoryChecker {
  private static final List<Set<Why>> STAGES =
      List.of(
          EnumSet.of(Why.PROGRAM, Why.WRITE_WRITE),
          EnumSet.of(Why.PROGRAM, Why.WRITE_WRITE, Why.WRITE_READ),
          EventGraph.WITHOUT_CLOCK,
          EnumSet.allOf(Why.class));

  /** Where a transaction's moments are in the graph. */
  private static final class Moments {
    int commit;

    /** Of each read in its order; all the same, but under READ COMMITTED. */
    final List<Integer> reads = new ArrayList<>();
  }

  private final History history;
  private final Level level;
  private final Versions versions;
  private final EventGraph graph = new EventGraph();
  private final Map<Run, Moments> moments = new HashMap<>();

  private HistoryChecker(History history, Level level) {
    this.history = history;
    this.level = level;
    versions = Versions.of(history);
  }

  /** What a level forbids and happened all the same; one cycle at the most. */
  public static List<Anomaly> check(History history, Level level) {
    return new HistoryChecker(history, level).anomalies();
  }

  /**
   * The same, and whether all that was committed is there in the end.
   *
   * @param last a transaction of the history that began after all others had ended and read all
   */
  public static List<Anomaly> check(History history, Level level, Run last) {
    HistoryChecker checker = new HistoryChecker(history, level);
    checker.versions.checkEnd(last);
    return checker.anomalies();
  }

  private List<Anomaly> anomalies() {
    List<Anomaly> anomalies = new ArrayList<>(OwnWrites.check(history));
    anomalies.addAll(versions.anomalies());
    anomalies.addAll(cycles());
    return anomalies;
  }

  private List<Anomaly> cycles() {
    for (Run run : history.transactions()) {
      if (run.isCommitted()) {
        moments.put(run, place(run));
      }
    }
    for (Run run : moments.keySet()) {
      addReads(run);
    }
    versions.items().forEach(this::addWrites);
    graph.addClock();
    for (Set<Why> kinds : STAGES) {
      List<Edge> cycle = graph.findCycle(kinds);
      if (!cycle.isEmpty()) {
        return List.of(describe(cycle));
      }
    }
    return List.of();
  }

  // ------------------------------------------------------------------ moments

  private Moments place(Run run) {
    Moments placed = new Moments();
    List<Read> reads = reads(run);
    if (level == Level.SERIALIZABLE) {
      // What writes nothing, or nothing that stays, may come where its snapshot is.
      long begun = versions.hasWritten(run) ? run.ending() : run.begun();
      placed.commit = graph.add(run.toString(), begun, run.ended());
      reads.forEach(read -> placed.reads.add(placed.commit));
      return placed;
    }
    placed.commit = graph.add("the commit of " + run, run.ending(), run.ended());
    int snapshot = -1;
    for (Read read : reads) {
      if (snapshot < 0 || level == Level.READ_COMMITTED) {
        // One snapshot for all is taken by the first statement, whether it reads or not.
        boolean isOwn = level == Level.READ_COMMITTED;
        snapshot =
            graph.add(
                (isOwn ? "a read of " : "the snapshot of ") + run,
                isOwn ? read.invoked() : run.begun(),
                read.completed());
        graph.edge(snapshot, placed.commit, Why.PROGRAM, () -> "");
      }
      placed.reads.add(snapshot);
    }
    return placed;
  }

  /**
   * The reads in their order. What a transaction read of its own is left out: {@link OwnWrites}
   * looks at that. Locks that were taken after a savepoint may end when it is used.
   */
  private static List<Read> reads(Run run) {
    List<Read> reads = new ArrayList<>();
    List<Item> own = new ArrayList<>();
    Map<Integer, int[]> savepoints = new HashMap<>();
    for (Operation operation : run.operations()) {
      if (operation instanceof Read read) {
        reads.add(read.without(own));
      } else if (operation instanceof Operation.Write write) {
        own.add(write.item());
      } else if (operation instanceof Operation.Savepoint savepoint) {
        savepoints.put(savepoint.number(), new int[] {reads.size(), own.size()});
      } else if (operation instanceof Operation.RollbackTo rollback) {
        int[] sizes = savepoints.get(rollback.number());
        reads.subList(sizes[0], reads.size()).replaceAll(Read::withoutLock);
        own.subList(sizes[1], own.size()).clear();
      }
    }
    return reads;
  }

  // ------------------------------------------------------------------ order

  private void addReads(Run run) {
    Moments placed = moments.get(run);
    List<Read> reads = reads(run);
    for (int i = 0; i < reads.size(); i++) {
      for (Seen seen : reads.get(i).seen()) {
        addRead(run, placed, placed.reads.get(i), reads.get(i), seen);
      }
    }
  }

  private void addRead(Run run, Moments placed, int moment, Read read, Seen seen) {
    long number = seen.version();
    if (number == Versions.ABSENT) {
      if (versions.mayBeRemovedBefore(run, seen.item())) {
        return;
      }
      number = Versions.INITIAL;
    }
    Versions.Version version = versions.find(number);
    if (version != null && (version.writer.equals(run) || !version.isCommitted())) {
      return;
    }
    if (version != null) {
      Supplier<String> text =
          () -> version.writer + " wrote " + describe(version) + ", which " + run + " read";
      graph.edge(moments.get(version.writer).commit, moment, Why.WRITE_READ, text);
    }
    Versions.Version next = nextOfOthers(seen.item(), number, version);
    if (next == null || next.writer.equals(run)) {
      return;
    }
    String before = version == null ? seen.item() + " before" : describe(version);
    Supplier<String> text =
        () -> run + " read " + before + ", which " + next.writer + " replaced by " + describe(next);
    Why why = read.isPredicate() ? Why.PREDICATE_READ_WRITE : Why.READ_WRITE;
    int replaced = moments.get(next.writer).commit;
    graph.edge(read.isLocking() ? placed.commit : moment, replaced, why, text);
  }

  /** The next version by another writer than the one before it. */
  private Versions.Version nextOfOthers(Item item, long number, Versions.Version version) {
    Versions.Version next = versions.next(item, number);
    while (next != null && version != null && next.writer.equals(version.writer)) {
      next = versions.next(item, next.number);
    }
    return next;
  }

  private void addWrites(Item item) {
    for (Versions.Version version : versions.committed(item)) {
      Versions.Version next = versions.next(item, version.number);
      if (next == null || next.writer.equals(version.writer)) {
        continue;
      }
      Supplier<String> text =
          () ->
              version.writer
                  + " wrote "
                  + describe(version)
                  + ", then "
                  + next.writer
                  + " "
                  + describe(next);
      int before = moments.get(version.writer).commit;
      Moments after = moments.get(next.writer);
      graph.edge(before, after.commit, Why.WRITE_WRITE, text);
      // An item that was removed and one that never was look alike: no update is lost there.
      if (level == Level.REPEATABLE_READ && !after.reads.isEmpty() && version.number > 0) {
        graph.edge(before, after.reads.get(0), Why.WRITE_WRITE, text);
      }
    }
  }

  private static String describe(Versions.Version version) {
    return version.item + (version.number < 0 ? " as removed" : " as version " + version.number);
  }

  // ------------------------------------------------------------------ names

  private Anomaly describe(List<Edge> cycle) {
    StringBuilder text = new StringBuilder();
    boolean isByClock = false;
    for (Edge edge : cycle) {
      isByClock |= edge.why == Why.CLOCK;
      if (!edge.text.get().isEmpty()) {
        text.append("\n  - ").append(edge.text.get());
      }
    }
    String head = (isByClock ? "by the clock, " : "") + "at " + level + ", each before the next:";
    return new Anomaly(name(cycle), head + text);
  }

  private static Kind name(List<Edge> all) {
    List<Why> cycle = all.stream().map(edge -> edge.why).filter(why -> why != Why.PROGRAM).toList();
    long overtaken = cycle.stream().filter(HistoryChecker::isOvertaken).count();
    if (overtaken == 0) {
      return cycle.contains(Why.WRITE_READ) || cycle.contains(Why.CLOCK) ? Kind.G1C : Kind.G0;
    }
    if (overtaken == 1) {
      boolean isLost = cycle.size() == 2 && cycle.contains(Why.WRITE_WRITE);
      return isLost ? Kind.LOST_UPDATE : Kind.G_SINGLE;
    }
    for (int i = 0; i < cycle.size(); i++) {
      if (isOvertaken(cycle.get(i)) && isOvertaken(cycle.get((i + 1) % cycle.size()))) {
        return cycle.contains(Why.PREDICATE_READ_WRITE) ? Kind.G2 : Kind.G2_ITEM;
      }
    }
    return Kind.G_NONADJACENT;
  }

  private static boolean isOvertaken(Why why) {
    return why == Why.READ_WRITE || why == Why.PREDICATE_READ_WRITE;
  }
}
