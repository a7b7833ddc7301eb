package org.pydb.shell;

/** A command cannot do what it was told; the message says why, and what to do. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1;

  CommandFailure(String message) {
    super(message);
  }
}
