package org.pydb.jdbc.statement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;
import org.pydb.jdbc.wrapper.Unwrappable;

/** What may be set on a statement, its warnings, and whether it is closed. */
abstract class StatementSettings implements Statement, Unwrappable {
  private static final int NAME_LENGTH_MAX = 128;

  private final Connection connection;
  private final SessionGate gate;
  private final ResultKind kind;

  private volatile boolean closed;
  private boolean closesOnCompletion;
  private boolean poolable;
  private int fetchSize;
  private int fetchDirection = ResultSet.FETCH_FORWARD;
  private int fieldSizeMax;
  private long rowsMax;
  private int timeoutSeconds;
  private @Nullable SQLWarning warnings;

  StatementSettings(Connection connection, SessionGate gate, ResultKind kind) {
    this.connection = connection;
    this.gate = gate;
    this.kind = kind;
  }

  /** The gate of the connection's session. */
  public final SessionGate gate() {
    return gate;
  }

  @Override
  public final Connection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  // ------------------------------------------------------------------ open or closed

  @Override
  public final boolean isClosed() {
    return closed || gate.isClosed();
  }

  final void markClosed() {
    closed = true;
  }

  /** Throws if the statement or its connection is closed. */
  final void checkOpen() throws SQLException {
    gate.checkOpen();
    if (closed) {
      throw SqlExceptions.of(SqlStates.WRONG_STATE, "the statement is closed");
    }
  }

  @Override
  public final void closeOnCompletion() throws SQLException {
    checkOpen();
    closesOnCompletion = true;
  }

  @Override
  public final boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closesOnCompletion;
  }

  final boolean closesOnCompletion() {
    return closesOnCompletion;
  }

  // ------------------------------------------------------------------ limits

  @Override
  public final int getMaxRows() throws SQLException {
    checkOpen();
    return (int) Math.min(rowsMax, Integer.MAX_VALUE);
  }

  @Override
  public final void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public final long getLargeMaxRows() throws SQLException {
    checkOpen();
    return rowsMax;
  }

  @Override
  public final void setLargeMaxRows(long max) throws SQLException {
    checkOpen();
    rowsMax = checkNotNegative(max, "maximum of rows");
  }

  final long rowsMax() {
    return rowsMax;
  }

  @Override
  public final int getQueryTimeout() throws SQLException {
    checkOpen();
    return timeoutSeconds;
  }

  @Override
  public final void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    timeoutSeconds = (int) checkNotNegative(seconds, "timeout");
  }

  /** How long a run may take; 0 for no limit. */
  public final long timeoutMillis() {
    return timeoutSeconds * 1000L;
  }

  @Override
  public final int getMaxFieldSize() throws SQLException {
    checkOpen();
    return fieldSizeMax;
  }

  /** It holds for texts and bytes of the results to come, where they are had as such. */
  @Override
  public final void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    fieldSizeMax = (int) checkNotNegative(max, "maximum of a field's size");
  }

  final int fieldSizeMax() {
    return fieldSizeMax;
  }

  private static long checkNotNegative(long number, String what) throws SQLException {
    if (number < 0) {
      throw SqlExceptions.invalidArgument("a " + what + " of " + number + ": expected 0 or more");
    }
    return number;
  }

  // ------------------------------------------------------------------ hints

  @Override
  public final int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  /** A hint that is kept, and not needed: rows come in batches of the executor's size. */
  @Override
  public final void setFetchSize(int rows) throws SQLException {
    checkOpen();
    fetchSize = (int) checkNotNegative(rows, "fetch size");
  }

  @Override
  public final int getFetchDirection() throws SQLException {
    checkOpen();
    return fetchDirection;
  }

  /** A hint that is kept, and not needed: rows come forward. */
  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    switch (direction) {
      case ResultSet.FETCH_FORWARD, ResultSet.FETCH_REVERSE, ResultSet.FETCH_UNKNOWN ->
          fetchDirection = direction;
      default -> throw SqlExceptions.invalidArgument("there is no fetch direction " + direction);
    }
  }

  @Override
  public final boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public final void setPoolable(boolean newPoolable) throws SQLException {
    checkOpen();
    poolable = newPoolable;
  }

  /** JDBC's escapes are part of the grammar: they are always read. */
  @Override
  public final void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  /** There are no positioned updates: the call is ignored, as JDBC asks. */
  @Override
  public final void setCursorName(String name) throws SQLException {
    checkOpen();
  }

  /** A name as SQL takes it: in quotes, if it needs them or they are wanted. */
  @Override
  public final String enquoteIdentifier(String identifier, boolean alwaysQuote)
      throws SQLException {
    boolean isQuoted =
        identifier.length() > 2 && identifier.startsWith("\"") && identifier.endsWith("\"");
    String name = isQuoted ? identifier.substring(1, identifier.length() - 1) : identifier;
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX || name.indexOf('\0') >= 0) {
      throw SqlExceptions.invalidArgument(
          "an identifier of " + name.length() + " characters: expected 1 to " + NAME_LENGTH_MAX);
    }
    return isQuoted || alwaysQuote || !isSimpleIdentifier(name)
        ? '"' + name.replace("\"", "\"\"") + '"'
        : name;
  }

  /** Whether a name means the same without quotes: it is in lower case, and no reserved word. */
  @Override
  public final boolean isSimpleIdentifier(String identifier) throws SQLException {
    checkOpen();
    return identifier.length() <= NAME_LENGTH_MAX
        && gate.session().quoted(identifier).equals(identifier);
  }

  @Override
  public final int getResultSetType() throws SQLException {
    checkOpen();
    return kind.type();
  }

  @Override
  public final int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return kind.concurrency();
  }

  /** How its result sets move and change, as far as its queries let them. */
  final ResultKind kind() {
    return kind;
  }

  @Override
  public final int getResultSetHoldability() throws SQLException {
    checkOpen();
    return kind.holdability();
  }

  // ------------------------------------------------------------------ warnings

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warnings;
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
    warnings = null;
  }

  final void forgetWarnings() {
    if (warnings != null) {
      warnings = null;
    }
  }

  final void warn(String message) {
    SQLWarning warning = new SQLWarning(message, SqlStates.WARNING);
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }
}
