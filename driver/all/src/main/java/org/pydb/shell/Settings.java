package org.pydb.shell;

/** What a person may set while the shell runs. Not thread-safe. */
final class Settings {

  /** How rows are shown. */
  enum Format {
    /** In columns, for people. */
    ALIGNED,
    /** With commas, for other programs. */
    CSV,
    /** An array of objects. */
    JSON
  }

  Format format = Format.ALIGNED;

  /** Whether each value of a row has a line of its own. */
  boolean expanded;

  boolean timing;

  /** Whether the first error ends a script. */
  boolean onErrorStop;

  boolean pager = true;

  /** Whether only rows and errors are told. */
  boolean quiet;

  /** What stands for NULL. */
  String nullText = "";
}
