package org.pydb.jdbc.url;

import java.nio.file.Path;

/** The database that a URL names. */
public sealed interface DatabasePlace {

  /**
   * A file.
   *
   * @param path as written
   */
  record File(Path path) implements DatabasePlace {}

  /**
   * A database in memory that all connections share who know its name.
   *
   * @param name not empty
   */
  record NamedMemory(String name) implements DatabasePlace {}

  /** A database in memory that one connection has for itself. */
  record PrivateMemory() implements DatabasePlace {}
}
