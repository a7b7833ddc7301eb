package org.pydb.jdbc.url;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The database that a URL names. */
public sealed interface DatabasePlace {

  /**
   * A file.
   *
   * @param path as written
   */
  record File(Path path) implements DatabasePlace {
    // By hand: what the JVM makes for records costs the first connection 20 ms.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof File file && path.equals(file.path);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }
  }

  /**
   * A database in memory that all connections share who know its name.
   *
   * @param name not empty
   */
  record NamedMemory(String name) implements DatabasePlace {}

  /** A database in memory that one connection has for itself. */
  record PrivateMemory() implements DatabasePlace {}
}
