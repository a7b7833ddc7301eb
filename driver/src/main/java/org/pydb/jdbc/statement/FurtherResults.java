package org.pydb.jdbc.statement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.result.PydbResultSet;

/**
 * What a run of several statements gave behind its first result, and result sets that were left
 * behind open by {@code getMoreResults(KEEP_CURRENT_RESULT)}. Used inside the gate.
 */
final class FurtherResults {

  /**
   * What one statement gave.
   *
   * @param rows null if it gave a count
   * @param count -1 if it gave rows
   */
  record Result(@Nullable PydbResultSet rows, long count) {}

  private final Deque<Result> waiting = new ArrayDeque<>();
  private final List<PydbResultSet> kept = new ArrayList<>();

  /** Lets a result wait behind the others. */
  void add(Result result) {
    waiting.add(result);
  }

  /** The next result, which waits no more; null if there is none. */
  @Nullable Result next() {
    return waiting.poll();
  }

  boolean hasNext() {
    return !waiting.isEmpty();
  }

  /** Remembers an open result set that was left behind. */
  void keep(PydbResultSet rows) {
    kept.add(rows);
  }

  /** Closes what was left behind. */
  void releaseKept() {
    kept.forEach(PydbResultSet::release);
    kept.clear();
  }

  /** Closes all. */
  void release() {
    for (Result result = next(); result != null; result = next()) {
      if (result.rows() != null) {
        result.rows().release();
      }
    }
    releaseKept();
  }
}
