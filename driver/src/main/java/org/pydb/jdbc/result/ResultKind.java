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
public record ResultKind(int type, int concurrency) {

  /** What nobody asked for anything else gets. */
  public static final ResultKind PLAIN =
      new ResultKind(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);

  /**
   * The nearest kind to what was asked for: nothing sees changes of others.
   *
   * @throws SQLException 22023 if there is no such type or concurrency
   */
  public static ResultKind of(int type, int concurrency) throws SQLException {
    if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
      throw SqlExceptions.invalidArgument("there is no concurrency " + concurrency);
    }
    return switch (type) {
      case ResultSet.TYPE_FORWARD_ONLY ->
          concurrency == PLAIN.concurrency ? PLAIN : new ResultKind(type, concurrency);
      case ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
          new ResultKind(ResultSet.TYPE_SCROLL_INSENSITIVE, concurrency);
      default -> throw SqlExceptions.invalidArgument("there is no result set type " + type);
    };
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
