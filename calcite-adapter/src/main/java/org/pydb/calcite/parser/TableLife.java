package org.pydb.calcite.parser;

/** How long a table, and its rows, are there. */
public enum TableLife {
  /** Until it is dropped. */
  DURABLE,
  /** Until the session that made it ends: {@code ON COMMIT PRESERVE ROWS}. */
  SESSION,
  /** As long, but its rows until the transaction ends: {@code ON COMMIT DELETE ROWS}. */
  ROWS_OF_TRANSACTION,
  /** Until the transaction ends: {@code ON COMMIT DROP}. */
  TRANSACTION;

  /** Whether it is one session's own. */
  public boolean isTemporary() {
    return this != DURABLE;
  }

  /** How it is written before TABLE and behind the rest. */
  String prefix() {
    return isTemporary() ? "TEMPORARY " : "";
  }

  String suffix() {
    return switch (this) {
      case DURABLE, SESSION -> "";
      case ROWS_OF_TRANSACTION -> "ON COMMIT DELETE ROWS";
      case TRANSACTION -> "ON COMMIT DROP";
    };
  }
}
