package org.pydb.engine.inspect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a proof has found wrong, up to some length, and what to do about it. Not thread-safe. */
final class Findings {
  private static final int FINDINGS_MAX = 1000;

  /** What is wrong, and what to do then. */
  enum Kind {
    /** Bytes are not those that were written. */
    DAMAGE(
        "What to do about damage: restore a backup. If there is none, recover takes the rows that"
            + " can be read into a new database. If only indexes are named, drop them and create"
            + " them anew."),
    /** Tables, indexes and constraints disagree, though all pages are whole. */
    DISAGREEMENT(
        "What to do about tables and indexes that disagree: drop the index and create it anew, or"
            + " put the rows right. Please report it: it is a fault of pydb's."),
    /** Rows refer to rows that are not there. */
    FOREIGN_KEY(
        "What to do about foreign keys that do not hold: after recover, rows that were referred to"
            + " may be lost; insert them again, or delete the rows that refer to them."),
    /** Pages are counted wrongly. */
    SPACE(
        "What to do about pages that are counted wrongly: make a backup with BACKUP TO, which copies"
            + " what is in use and nothing else, and go on with that. Please report it: it is a"
            + " fault of pydb's.");

    private final String advice;

    Kind(String advice) {
      this.advice = advice;
    }
  }

  private final List<String> found = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** Notes a finding. */
  void add(Kind kind, String finding) {
    counts.merge(kind, 1L, Long::sum);
    if (found.size() < FINDINGS_MAX) {
      found.add(finding);
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All findings. */
  List<String> all() {
    return List.copyOf(found);
  }

  /** All findings, then what to do about each kind of them. */
  List<String> withAdvice() {
    List<String> all = new ArrayList<>(found);
    long count = counts.values().stream().mapToLong(each -> each).sum();
    if (count > found.size()) {
      all.add("… and " + (count - found.size()) + " more findings.");
    }
    counts.keySet().forEach(kind -> all.add(kind.advice));
    return all;
  }
}
