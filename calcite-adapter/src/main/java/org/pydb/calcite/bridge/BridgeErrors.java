package org.pydb.calcite.bridge;

import org.pydb.calcite.api.SqlError;
import org.pydb.engine.error.EngineException;

/** What generated code throws, as users shall see it. Stateless. */
final class BridgeErrors {
  private static final int CAUSES_MAX = 20;

  private BridgeErrors() {}

  /** Our own errors come out as they went in, whatever Calcite wrapped them in. */
  static RuntimeException translate(RuntimeException thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      if (cause instanceof SqlError error) {
        return error;
      }
      if (cause instanceof EngineException error) {
        return error;
      }
      cause = cause.getCause();
    }
    return new SqlError(
        "XX000", "a step on Calcite's operators failed, which is our fault: " + thrown, thrown);
  }

  /** A step that neither our operators nor Calcite's can run. */
  static SqlError unsupported(String what) {
    return new SqlError(
        "0A000",
        what
            + " is not supported yet: pydb has no operator of its own for it, and Calcite's is not"
            + " known to give PostgreSQL's answer");
  }
}
