package org.pydb.jdbc.statement;

import java.sql.SQLException;
import java.sql.Statement;
import org.pydb.jdbc.error.SqlExceptions;

/** Whether generated keys are asked for: they may be, and there are none yet. Stateless. */
public final class GeneratedKeys {

  private GeneratedKeys() {}

  /** Checks a flag. */
  public static void check(int flag) throws SQLException {
    if (flag != Statement.RETURN_GENERATED_KEYS && flag != Statement.NO_GENERATED_KEYS) {
      throw SqlExceptions.invalidArgument(
          flag + ": expected Statement.RETURN_GENERATED_KEYS or NO_GENERATED_KEYS");
    }
  }
}
