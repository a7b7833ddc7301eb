package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.session.SessionGate;

/** What a result set has to do with who made it. */
public interface ResultOwner {

  /** The gate of the session that the rows come from. */
  SessionGate gate();

  /** The statement that yielded the rows; null for rows of metadata. */
  @Nullable Statement statement();

  /** The rows are read up to the end, or were given up. */
  void onResultClosed() throws SQLException;

  /** How long changes of rows may take, in milliseconds; 0 for no limit. */
  long timeoutMillis();

  /** A change of a row runs, which is cancelled so; null if none runs any more. */
  void changing(@Nullable Runnable cancellation);

  /** The exception to throw for what reading rows threw. */
  SQLException failure(RuntimeException thrown);
}
