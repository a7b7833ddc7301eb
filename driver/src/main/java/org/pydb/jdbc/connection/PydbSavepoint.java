package org.pydb.jdbc.connection;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.session.SessionGate;

/**
 * A place in a transaction to return to.
 *
 * @param owner the gate of the connection that took it
 * @param number the session's number for it
 * @param name or null if it has none
 */
record PydbSavepoint(SessionGate owner, long number, @Nullable String name) implements Savepoint {

  @Override
  public int getSavepointId() throws SQLException {
    if (name != null) {
      throw SqlExceptions.invalidArgument("savepoint " + name + " has a name, and no number");
    }
    return (int) number;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (name == null) {
      throw SqlExceptions.invalidArgument("savepoint " + number + " has a number, and no name");
    }
    return name;
  }
}
