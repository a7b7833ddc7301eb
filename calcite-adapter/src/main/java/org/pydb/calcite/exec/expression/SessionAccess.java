package org.pydb.calcite.exec.expression;

import org.jspecify.annotations.Nullable;

/** What functions ask of the session that they run in. Thread-safe. */
public interface SessionAccess {

  /** The next number of the sequence of this name. */
  long next(String sequence);

  /** The next number of the sequence with this id. */
  long next(int sequence);

  /** The number that a sequence gave this session last. */
  long current(String sequence);

  /** The number that any sequence gave this session last. */
  long last();

  /**
   * Has a sequence go on from a number.
   *
   * @param given whether the number counts as given
   * @return the number
   */
  long set(String sequence, long number, boolean given);

  /** The schema in which things are made; null if there is none. */
  @Nullable String currentSchema();

  /** Who the connection says it is for; may be empty. */
  String user();

  /** The name of the database. */
  String database();

  /**
   * The value of a parameter, as SHOW gives it.
   *
   * @param mayBeMissing whether a parameter that there is not gives null instead of an error
   */
  @Nullable String setting(String name, boolean mayBeMissing);

  /** Sets a parameter as SET does, and gives its value. */
  String configure(String name, String value, boolean isLocal);

  /** The time now: microseconds since 1970-01-01 00:00:00 UTC. */
  long clockMicros();

  /** A number that no other session of the database has. */
  int number();

  /**
   * Takes a lock on a number that means something to applications alone.
   *
   * @param ofTransaction whether it is given back when the transaction ends, and only then;
   *     otherwise when the session ends, or has given it back as often as it took it
   * @param waits whether to wait for who has it
   * @param checkCanceled called while it waits
   * @return whether it has it
   */
  boolean lock(long key, boolean ofTransaction, boolean waits, Runnable checkCanceled);

  /** Gives such a lock back once; false if it does not have it. */
  boolean unlock(long key);

  /** Gives all such locks back that are not the transaction's. */
  void unlockAll();

  /** Forgets what statements have taken that have ended, of all sessions. */
  void resetStatementStatistics();

  /**
   * What else the session has to offer.
   *
   * @throws IllegalStateException if it has nothing of this type
   */
  default <T> T offered(Class<T> type) {
    throw new IllegalStateException("no " + type.getSimpleName() + " is to be had here");
  }
}
