package org.pydb.calcite.service;

import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.option.PlanRules;
import org.pydb.engine.table.Durability;

/**
 * What {@code SET} changes of a session, and {@code SET LOCAL} until the end of its transaction.
 * Not thread-safe.
 */
final class Settings {
  private static final long PROGRESS_INTERVAL_MILLIS = 10_000;

  /**
   * One value for each.
   *
   * @param zone in which instants are shown
   * @param lockTimeoutMillis how long a statement waits for one lock; 0 for ever
   * @param statementTimeoutMillis how long a statement runs; 0 for ever
   * @param durability what commits wait for
   * @param parallelism how many threads a query may use
   * @param parallelRowsMin with fewer rows to read it uses one
   * @param progressIntervalMillis how often to say in the log how far a statement is that spills; 0
   *     for never
   * @param planRules what plans are made of
   * @param searchPath where names are looked up that say no schema
   * @param countsStatements whether statements are counted once they have ended
   */
  record Values(
      SessionZone zone,
      long lockTimeoutMillis,
      long statementTimeoutMillis,
      Durability durability,
      int parallelism,
      long parallelRowsMin,
      long progressIntervalMillis,
      PlanRules planRules,
      SearchPath searchPath,
      boolean countsStatements) {

    Values with(SessionZone newZone) {
      return new Values(
          newZone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values withLockTimeout(long newMillis) {
      return new Values(
          zone,
          newMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values withStatementTimeout(long newMillis) {
      return new Values(
          zone,
          lockTimeoutMillis,
          newMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values with(Durability newDurability) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          newDurability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values withParallelism(int newThreads) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          newThreads,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values withParallelRowsMin(long newRows) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          newRows,
          progressIntervalMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values withProgressInterval(long newMillis) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          newMillis,
          planRules,
          searchPath,
          countsStatements);
    }

    Values with(SearchPath newPath) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          newPath,
          countsStatements);
    }

    Values with(PlanRules newRules) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          newRules,
          searchPath,
          countsStatements);
    }

    Values withCountsStatements(boolean newChoice) {
      return new Values(
          zone,
          lockTimeoutMillis,
          statementTimeoutMillis,
          durability,
          parallelism,
          parallelRowsMin,
          progressIntervalMillis,
          planRules,
          searchPath,
          newChoice);
    }
  }

  /** What the connection was made with; {@code RESET} goes back there. */
  private Values initial =
      new Values(
          SessionZone.of(ZoneId.systemDefault()),
          0,
          0,
          Durability.FULL,
          Parallelism.cores(),
          Parallelism.ROWS_MIN,
          PROGRESS_INTERVAL_MILLIS,
          PlanRules.ALL,
          SearchPath.DEFAULT,
          true);

  private Values ofSession = initial;

  /** Those of the transaction, if it has any of its own. */
  private @Nullable Values ofTransaction;

  /** Those that hold. */
  Values now() {
    Values local = ofTransaction;
    return local == null ? ofSession : local;
  }

  Values initial() {
    return initial;
  }

  SessionZone zone() {
    return now().zone;
  }

  long lockTimeoutMillis() {
    return now().lockTimeoutMillis;
  }

  long statementTimeoutMillis() {
    return now().statementTimeoutMillis;
  }

  long progressIntervalMillis() {
    return now().progressIntervalMillis;
  }

  Durability durability() {
    return now().durability;
  }

  /** Changes one as part of making the connection. */
  void begin(UnaryOperator<Values> change) {
    initial = change.apply(initial);
    ofSession = initial;
  }

  /** Changes one from now on. */
  void set(UnaryOperator<Values> change) {
    ofSession = change.apply(ofSession);
    Values local = ofTransaction;
    ofTransaction = local == null ? null : change.apply(local);
  }

  /** Changes one until the end of the transaction. */
  void setLocally(UnaryOperator<Values> change) {
    ofTransaction = change.apply(now());
  }

  void endTransaction() {
    ofTransaction = null;
  }
}
