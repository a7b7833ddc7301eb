package org.pydb.calcite.service;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.system.SystemState.EndedStatement;

/**
 * What statements have taken that have ended, by their texts without literals, of all sessions of a
 * database since it was opened. Thread-safe; finding the figures of a statement that was run before
 * takes no lock.
 *
 * <p>Their number is bounded: where there are too many, some of those that were run longest ago go,
 * several at once so that a stream of new statements does not look through all of them each time. A
 * statement that is very long, or has so many literals that its text is not cut at them, is counted
 * among all others of its kind, since it is hardly ever run again and its text would take room.
 */
final class StatementStatistics {
  static final int STATEMENTS_MAX = 1000;

  private static final int DROPPED_AT_ONCE = 50;
  private static final int LENGTH_MAX = 4096;

  private static final StatementShape OTHERS =
      StatementShape.whole(
          "(statements of more than "
              + LENGTH_MAX
              + " characters, or "
              + StatementShape.LITERALS_MAX
              + " literals)",
          "");

  private final Map<StatementShape, StatementFigures> statements = new ConcurrentHashMap<>();

  /** Guards dropping. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The figures of a statement. Whoever keeps them asks again once they were dropped. */
  StatementFigures of(StatementShape statement) {
    boolean isOther = statement.text().length() > LENGTH_MAX || statement.hasTooManyLiterals();
    StatementShape key = isOther ? OTHERS : statement.withoutContext();
    StatementFigures known = statements.get(key);
    return known != null ? known : statements.computeIfAbsent(key, StatementFigures::new);
  }

  /** To be called after counting a statement for the first time. */
  void makeRoom() {
    if (statements.size() <= STATEMENTS_MAX) {
      return;
    }
    lock.lock();
    try {
      statements.values().stream()
          .map(figures -> new Aged(figures.lastMicros(), figures))
          .sorted(Comparator.comparingLong(Aged::lastMicros))
          .limit(Math.max(0, statements.size() - STATEMENTS_MAX + DROPPED_AT_ONCE))
          .forEach(aged -> drop(aged.figures));
    } finally {
      lock.unlock();
    }
  }

  /** When they were counted last, as it was when one looked. */
  private record Aged(long lastMicros, StatementFigures figures) {}

  /** Forgets all. */
  void reset() {
    statements.values().forEach(this::drop);
  }

  private void drop(StatementFigures figures) {
    figures.drop();
    boolean unused = statements.remove(figures.shape(), figures);
  }

  /** All that are known, in no order. */
  List<EndedStatement> all() {
    return statements.values().stream()
        .map(StatementFigures::sum)
        .filter(statement -> statement.calls() > 0)
        .toList();
  }
}
