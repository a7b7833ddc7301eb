package org.pydb.calcite.service;

/** Rows that a session may still read, which end with their transaction or the session. */
interface SessionCursor {

  /** Whether they end with the open transaction. */
  boolean isOfOpenTransaction();

  /** Gives back what they hold. Does nothing when closed. */
  void close();
}
