package org.pydb.calcite.plan;

import org.pydb.calcite.parser.LockingClause;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.lock.LockWait;

/**
 * How the rows of one table of a query are locked.
 *
 * @param clause what asks for it, for messages
 * @param mode how strong the lock is
 * @param waiting what happens at a row that somebody else has locked
 */
record RowLock(LockingClause clause, LockMode mode, LockWait waiting) {

  static RowLock of(LockingClause clause) {
    LockMode mode = LockMode.valueOf(clause.strength().name());
    LockWait waiting =
        switch (clause.waiting()) {
          case BLOCK -> LockWait.WAIT;
          case NOWAIT -> LockWait.NOWAIT;
          case SKIP_LOCKED -> LockWait.SKIP_LOCKED;
        };
    return new RowLock(clause, mode, waiting);
  }

  /** Both: the stronger mode; NOWAIT counts more than SKIP LOCKED, and that more than waiting. */
  RowLock and(RowLock other) {
    LockMode stronger = mode.compareTo(other.mode) >= 0 ? mode : other.mode;
    LockWait hastier = rank(waiting) >= rank(other.waiting) ? waiting : other.waiting;
    return new RowLock(stronger == mode ? clause : other.clause, stronger, hastier);
  }

  private static int rank(LockWait waiting) {
    return switch (waiting) {
      case WAIT -> 0;
      case SKIP_LOCKED -> 1;
      case NOWAIT -> 2;
    };
  }

  /** {@code FOR UPDATE}, in SQL's words. */
  String words() {
    return mode.toString();
  }
}
