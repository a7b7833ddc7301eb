package org.pydb.shell;

/** What the process ends with. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** The command line makes no sense. */
  static final int USAGE = 1;

  /** The database, or a file that was named, cannot be opened. */
  static final int CANNOT_OPEN = 2;

  /** A statement or command failed, or found something wrong. */
  static final int FAILED = 3;

  private ExitCode() {}
}
