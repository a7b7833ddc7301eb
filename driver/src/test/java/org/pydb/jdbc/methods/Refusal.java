package org.pydb.jdbc.methods;

import java.sql.SQLException;
import org.pydb.jdbc.testkit.Sql;

/** Calls that must fail. */
final class Refusal {

  private Refusal() {}

  /** The SQLSTATE with which a call fails. */
  static String of(Sql.Action action) throws Exception {
    try {
      action.run();
    } catch (SQLException e) {
      return e.getSQLState();
    }
    throw new AssertionError("nothing was thrown");
  }
}
