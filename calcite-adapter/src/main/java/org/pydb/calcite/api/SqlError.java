package org.pydb.calcite.api;

import org.jspecify.annotations.Nullable;

/**
 * A statement failed. Says what happened, where, and what to do; the driver turns it into the
 * {@code SQLException} that fits its state.
 */
public class SqlError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String state;
  private final int line;
  private final int column;

  /** An error without a place. */
  public SqlError(String state, String message) {
    this(state, message, 0, 0, null);
  }

  /** An error without a place, with its cause. */
  public SqlError(String state, String message, @Nullable Throwable cause) {
    this(state, message, 0, 0, cause);
  }

  /**
   * An error.
   *
   * @param state the SQLSTATE, five characters, as PostgreSQL uses it
   * @param message what happened, where, what was expected and what to do
   * @param line the line in the statement, from 1; 0 for no place
   * @param column the column in that line, from 1; 0 for no place
   */
  public SqlError(String state, String message, int line, int column, @Nullable Throwable cause) {
    super(message, cause);
    this.state = state;
    this.line = line;
    this.column = column;
  }

  /** The SQLSTATE. */
  public final String state() {
    return state;
  }

  /** The line in the statement, from 1; 0 for no place. */
  public final int line() {
    return line;
  }

  /** The column in its line, from 1; 0 for no place. */
  public final int column() {
    return column;
  }
}
