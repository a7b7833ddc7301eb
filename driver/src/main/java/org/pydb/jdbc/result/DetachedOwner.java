package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.session.SessionGate;

/**
 * The owner of rows that are in memory already: nothing follows from their closing.
 *
 * @param statement whose they are; null for metadata
 * @param gate of the session in whose time zone instants are seen
 */
public record DetachedOwner(@Nullable Statement statement, SessionGate gate)
    implements ResultOwner {

  @Override
  public void onResultClosed() {}

  @Override
  public long timeoutMillis() {
    return 0;
  }

  @Override
  public void changing(@Nullable Runnable cancellation) {
    throw new IllegalStateException("these rows are not changed");
  }

  @Override
  public SQLException failure(RuntimeException thrown) {
    return SqlExceptions.of(thrown);
  }
}
