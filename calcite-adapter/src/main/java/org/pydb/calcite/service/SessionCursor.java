package org.pydb.calcite.service;

/** Rows that a session may still read, which end with their transaction or the session. */
interface SessionCursor {

  /** Whether they end with the open transaction. */
  boolean isOfOpenTransaction();

  /** Their transaction is about to commit: those that are to outlive it take what they need. */
  default void beforeCommit() {}

  /** Gives back what they hold. Does nothing when closed. */
  void close();
}
