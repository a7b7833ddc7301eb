package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.SQLException;

/** Tells errors: where in the script, the SQLSTATE, and what the message says of the place. */
final class Failures {
  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  /** Tells what went wrong with a statement; the message shows where in it. */
  void tell(String place, SQLException failure) {
    err.println(place + "ERROR: " + failure.getSQLState() + ": " + failure.getMessage());
    err.flush();
  }

  /** Tells what is wrong with a command. */
  void tell(String place, String message) {
    err.println(place + "ERROR: " + message);
    err.flush();
  }
}
