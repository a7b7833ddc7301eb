package org.pydb.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * How the result sets of a statement move, and whether rows are changed through them.
 *
 * @param type {@link ResultSet#TYPE_FORWARD_ONLY} or {@link ResultSet#TYPE_SCROLL_INSENSITIVE}
 * @param concurrency {@link ResultSet#CONCUR_READ_ONLY} or {@link ResultSet#CONCUR_UPDATABLE}
 */
public record ResultKind(int type, int concurrency, int holdability) {

  /** What nobody asked for anything else gets. */
  public static final ResultKind PLAIN =
      new ResultKind(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.CLOSE_CURSORS_AT_COMMIT);

  /**
   * The nearest kind to what was asked for: nothing sees changes of others.
   *
   * @throws SQLException 22023 if there is no such type, concurrency or holdability
   */
  public static ResultKind of(int type, int concurrency, int holdability) throws SQLException {
    checkHoldability(holdability);
    if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
      throw SqlExceptions.invalidArgument("there is no concurrency " + concurrency);
    }
    return switch (type) {
      case ResultSet.TYPE_FORWARD_ONLY -> new ResultKind(type, concurrency, holdability);
      case ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
          new ResultKind(ResultSet.TYPE_SCROLL_INSENSITIVE, concurrency, holdability);
      default -> throw SqlExceptions.invalidArgument("there is no result set type " + type);
    };
  }

  /** Throws if there is no such holdability. */
  public static void checkHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw SqlExceptions.invalidArgument("there is no holdability " + holdability);
    }
  }

  /** The same with another holdability. */
  public ResultKind withHoldability(int other) {
    return new ResultKind(type, concurrency, other);
  }

  /** Whether it stays open when its transaction commits. */
  public boolean isHeld() {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  /** Whether rows are pulled forward and let go of. */
  public boolean isPlain() {
    return type == PLAIN.type && concurrency == PLAIN.concurrency;
  }

  /** Whether it goes forth and back. */
  public boolean scrolls() {
    return type == ResultSet.TYPE_SCROLL_INSENSITIVE;
  }

  /** Whether rows are changed through it, if they can be. */
  public boolean isUpdatable() {
    return concurrency == ResultSet.CONCUR_UPDATABLE;
  }
}
