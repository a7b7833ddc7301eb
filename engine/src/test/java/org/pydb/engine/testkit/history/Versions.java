package org.pydb.engine.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydb.engine.testkit.history.Anomaly.Kind;
import org.pydb.engine.testkit.history.History.Run;

/**
 * The versions of all items: who wrote them, and in which order they came. What cannot be, such as
 * two versions after one, is an anomaly by itself.
 */
final class Versions {
  /** The state before the first version. */
  static final long INITIAL = 0;

  /** What a read saw of an item that was not there: {@link #INITIAL}, or some removal. */
  static final long ABSENT = Long.MIN_VALUE;

  /** What a write replaced, if its client does not know. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** A version: by whom, and whether it stays. */
  static final class Version {
    final Item item;
    final long number;
    final Run writer;

    /** Whether its transaction rolled back to a savepoint before it. */
    boolean isUndone;

    /** Whether its transaction replaced it itself. */
    boolean isIntermediate;

    Version(Item item, long number, Run writer) {
      this.item = item;
      this.number = number;
      this.writer = writer;
    }

    boolean isCommitted() {
      return writer.isCommitted() && !isUndone;
    }
  }

  /** One item: its committed versions, and which follows which. */
  private static final class Line {
    final Map<Long, Long> next = new HashMap<>();
    final Map<Long, Long> previous = new HashMap<>();
    final List<Version> committed = new ArrayList<>();
  }

  private final Map<Long, Version> versions = new HashMap<>();
  private final Map<Item, Line> lines = new LinkedHashMap<>();
  private final Set<Run> writers = new HashSet<>();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  /** The versions of a history, in their order as far as it can be known. */
  static Versions of(History history) {
    Versions versions = new Versions();
    history.transactions().forEach(versions::addWrites);
    history.transactions().forEach(versions::addOrder);
    versions.lines.values().forEach(versions::orderInserts);
    return versions;
  }

  private void tell(Kind kind, String text) {
    if (told.add(kind + text)) {
      anomalies.add(new Anomaly(kind, text));
    }
  }

  List<Anomaly> anomalies() {
    return anomalies;
  }

  // ------------------------------------------------------------------ who wrote what

  private void addWrites(Run run) {
    List<Version> alive = new ArrayList<>();
    Map<Integer, Integer> savepoints = new HashMap<>();
    for (Operation operation : run.operations()) {
      if (operation instanceof Operation.Write write) {
        Version version = new Version(write.item(), write.version(), run);
        versions.put(write.version(), version);
        alive.add(version);
      } else if (operation instanceof Operation.Savepoint savepoint) {
        savepoints.put(savepoint.number(), alive.size());
      } else if (operation instanceof Operation.RollbackTo rollback) {
        List<Version> undone = alive.subList(savepoints.get(rollback.number()), alive.size());
        undone.forEach(version -> version.isUndone = true);
        undone.clear();
      }
    }
    if (!alive.isEmpty()) {
      writers.add(run);
    }
    Map<Item, Version> last = new HashMap<>();
    for (Version version : alive) {
      Version before = last.put(version.item, version);
      if (before != null) {
        before.isIntermediate = true;
      }
      if (run.isCommitted()) {
        line(version.item).committed.add(version);
      }
    }
  }

  private Line line(Item item) {
    return lines.computeIfAbsent(item, absent -> new Line());
  }

  // ------------------------------------------------------------------ in which order

  private void addOrder(Run run) {
    for (Operation operation : run.operations()) {
      if (operation instanceof Operation.Write write) {
        if (write.previous() != UNKNOWN && isCommitted(write.version())) {
          follow(write.item(), write.previous(), write.version());
        }
      } else if (operation instanceof Operation.Read read) {
        read.seen().forEach(seen -> addChain(run, seen));
      }
    }
  }

  private boolean isCommitted(long version) {
    Version known = versions.get(version);
    return known != null && known.isCommitted();
  }

  private void addChain(Run reader, Seen seen) {
    long before = seen.isWhole() ? INITIAL : UNKNOWN;
    for (long number : seen.chain()) {
      Version version = versions.get(number);
      if (version == null && number != INITIAL) {
        tell(
            Kind.GARBAGE, reader + " saw " + number + " in " + seen.item() + ": nobody wrote that");
        return;
      }
      if (version != null && !version.isCommitted()) {
        if (!version.writer.equals(reader)) {
          tell(Kind.G1A, reader + " saw " + number + " in " + seen.item() + aborted(version));
        }
        return; // Its own, which it gave up later.
      }
      if (before != UNKNOWN) {
        follow(seen.item(), before, number);
      }
      before = number;
    }
    Version last = versions.get(seen.version());
    if (last != null && last.isIntermediate && !last.writer.equals(reader)) {
      tell(
          Kind.G1B,
          (reader + " saw " + last.number + " in " + seen.item())
              + (", which " + last.writer + " replaced before it committed"));
    }
  }

  private static String aborted(Version version) {
    return ", which "
        + version.writer
        + (version.isUndone ? " wrote and undid" : " wrote and rolled back");
  }

  private void follow(Item item, long before, long after) {
    Line line = line(item);
    Long otherAfter = line.next.putIfAbsent(before, after);
    Long otherBefore = line.previous.putIfAbsent(after, before);
    if (otherAfter != null && otherAfter != after) {
      tell(
          Kind.FORK,
          (item + ": both " + describe(otherAfter) + " and " + describe(after))
              + (" came right after " + describe(before)));
    } else if (otherBefore != null && otherBefore != before) {
      tell(
          Kind.FORK,
          (item + ": " + describe(after) + " came right after both ")
              + (describe(otherBefore) + " and " + describe(before)));
    }
  }

  /** An item that was made once was not there before; one that was removed is made again. */
  private void orderInserts(Line line) {
    if (line.next.containsKey(INITIAL)) {
      return;
    }
    List<Version> first =
        line.committed.stream()
            .filter(version -> version.number > 0)
            .filter(version -> !line.previous.containsKey(version.number))
            .toList();
    if (first.size() == 1) {
      follow(first.get(0).item, INITIAL, first.get(0).number);
    } else if (first.stream().filter(v -> !line.next.containsKey(v.number)).count() > 1) {
      tell(Kind.FORK, first.get(0).item + " was made several times and is there several times");
    }
  }

  /** Versions that a reader who came last must have seen, and did not. */
  void checkEnd(Run last) {
    for (Operation operation : last.operations()) {
      if (operation instanceof Operation.Read read) {
        for (Seen seen : read.seen()) {
          for (Version version : line(seen.item()).committed) {
            boolean isLast = !line(seen.item()).next.containsKey(version.number);
            if (isLast && version.number > 0 && version.number != seen.version()) {
              tell(
                  Kind.LOST_WRITE,
                  (describe(version.number) + " of " + seen.item() + " was committed by ")
                      + (version.writer + ", and replaced by nobody, but is not there in the end"));
            }
          }
        }
      }
    }
  }

  // ------------------------------------------------------------------ questions

  /** The items that have versions. */
  Collection<Item> items() {
    return lines.keySet();
  }

  /** Whether a reader who found no item may have come after one that removed it. */
  boolean mayBeRemovedBefore(Run reader, Item item) {
    return committed(item).stream()
        .anyMatch(version -> version.number < 0 && version.writer.ending() < reader.ended());
  }

  /** Whether a transaction has written anything that it did not undo. */
  boolean hasWritten(Run run) {
    return writers.contains(run);
  }

  /** The version that a number stands for, or null if it is the initial one, or none. */
  Version find(long number) {
    return versions.get(number);
  }

  /** The committed versions of an item. */
  List<Version> committed(Item item) {
    return line(item).committed;
  }

  /** The version that replaced one, or null if there is none, or nobody knows. */
  Version next(Item item, long number) {
    Long next = line(item).next.get(number);
    return next == null ? null : versions.get(next);
  }

  private static String describe(long version) {
    return version == INITIAL ? "the beginning" : version < 0 ? "a removal" : "version " + version;
  }
}
