package org.pydb.calcite.api;

import java.nio.file.Path;

/** Where a database is: in a file or in memory. */
public sealed interface DatabaseLocation {

  /** What to do if the file is, or is not, there. */
  enum Mode {
    /** Make it if it is not there. */
    CREATE,
    /** It must be there. */
    EXISTING,
    /** It must be there, and nothing of it is changed. */
    READ_ONLY
  }

  /**
   * A database in a file.
   *
   * @param path the file; {@code shop} and {@code shop.pydb} name the same one
   * @param mode what to do if it is, or is not, there
   */
  record File(Path path, Mode mode) implements DatabaseLocation {}

  /**
   * A database in memory.
   *
   * @param name for messages
   */
  record Memory(String name) implements DatabaseLocation {}

  /** A database in a file. */
  static DatabaseLocation file(Path path, Mode mode) {
    return new File(path, mode);
  }

  /** A database in memory. */
  static DatabaseLocation memory(String name) {
    return new Memory(name);
  }
}
