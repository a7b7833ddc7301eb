package org.pydb.calcite.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.TableDefinition;

/**
 * A prepared statement: reusable, bound to its session, Calcite-free when it runs. It re-prepares
 * itself when the catalog has changed under it. Used by one thread at a time, as its session is,
 * except for {@link #cancel}.
 */
public interface SqlStatement {

  /** What running it yields. */
  enum Kind {
    /** Rows. */
    QUERY,
    /** A count of changed rows; with rows beside it where keys are wanted. */
    UPDATE,
    /** Nothing: definition, transaction control or setting. */
    COMMAND
  }

  /** What running it yields. */
  Kind kind();

  /** The columns of the rows; empty unless it is a query, or gives keys. */
  List<ColumnInfo> columns();

  /** The parameters, in the order of their question marks. */
  List<ParameterInfo> parameters();

  /**
   * The table whose rows a query gives as they are, some or all of them: neither joined, nor
   * grouped, nor made distinct. Columns of the rows tell where they stem from.
   *
   * @return null for other queries, and for what is none
   */
  default @Nullable TableDefinition table() {
    return null;
  }

  /**
   * Runs the statement.
   *
   * @param values one for each parameter; read before this returns, or kept until the result is
   *     closed: leave them alone as long
   * @param timeoutMillis after so long the statement ends with 57014; 0 for no limit
   * @throws SqlError if it fails; then it had no effect
   */
  SqlResult execute(ParameterValues values, long timeoutMillis);

  /**
   * Asks the last execution that began, if it has not ended, to stop with 57014. An execution ends
   * when its result is closed. Any thread may call this.
   */
  void cancel();

  /**
   * Runs a statement of kind {@code UPDATE} once for each row of values. In autocommit all of them
   * commit together.
   *
   * @param timeoutMillis after so long in all the batch ends with 57014; 0 for no limit
   * @return the counts, one an entry
   * @throws BatchError if one fails; it names which
   */
  long[] executeBatch(List<ParameterValues> batch, long timeoutMillis);

  /**
   * The keys of all entries of the last batch, in order, for the caller to close.
   *
   * @return null if the statement gives no keys, or they were taken before
   */
  @Nullable SqlResult takeBatchKeys();
}
