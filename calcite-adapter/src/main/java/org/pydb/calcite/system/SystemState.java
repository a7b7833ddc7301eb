package org.pydb.calcite.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.TreeSize;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Sequences;

/** What the rows of system tables are computed from. Used by the thread of one session. */
public interface SystemState {

  /** The definitions that the transaction sees. */
  Catalog catalog();

  /** The name of the database. */
  String databaseName();

  /** The schemas in which the session looks names up, in order, without system schemas. */
  List<String> searchPath();

  /** How many rows are committed in a table; it costs nothing. */
  long rowCount(TableDefinition table);

  /** How large a table or an index is, by the id of its tree. */
  TreeSize size(int treeId);

  /** How many rows of a table were changed since it was analyzed. */
  long changeCount(TableDefinition table);

  /** What the last analysis of a table found; null if there was none. */
  @Nullable TableProfile profile(TableDefinition table);

  /** Where a sequence stands. */
  Sequences.Last lastNumber(SequenceDefinition sequence);

  /** Who waits for a lock now. */
  List<LockWait> lockWaits();

  /** The parameters of the session, by name. */
  Map<String, String> settings();

  /** The functions in Java that statements may call. */
  Collection<JavaFunction> functions();

  /** The sessions that are open now. */
  List<SessionActivity> sessions();

  /** What statements have taken that have ended, in no order. */
  List<EndedStatement> endedStatements();

  /** The plans that are kept for statements to come. */
  List<KeptPlan> plans();

  /**
   * What a session does.
   *
   * @param name such as {@code connection 2}
   * @param connected since when it is open, in microseconds since 1970
   * @param statement what it runs; null if nothing
   * @param transaction the transaction that is open, beyond a statement; null if there is none
   */
  record SessionActivity(
      String name,
      long connected,
      @Nullable RunningStatement statement,
      @Nullable OpenTransaction transaction) {}

  /**
   * A transaction of several statements.
   *
   * @param begun since when it is open, in microseconds since 1970
   * @param isolation its level, as SQL calls it
   */
  record OpenTransaction(long begun, String isolation, boolean readOnly) {}

  /**
   * All executions of a statement that have ended.
   *
   * @param statement the text without its literals
   * @param nanos that all have taken
   * @param nanosMax that the longest has taken
   * @param rows that they have given or changed
   * @param lastMicros when the last one began, in microseconds since 1970
   */
  record EndedStatement(
      String statement, long calls, long nanos, long nanosMax, long rows, long lastMicros) {}

  /**
   * A plan in the cache.
   *
   * @param statement the text that it was made for first; others differ from it in literals
   * @param tables the names of those that it relies on
   * @param bytes that it takes, about
   */
  record KeptPlan(String statement, List<String> tables, long bytes) {}
}
