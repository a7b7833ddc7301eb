package org.pydb.calcite.api;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a database is: in a file or in memory. Immutable; thread-safe. */
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
   * @param key gives the key of an encrypted one, in an array that is overwritten; null for none
   */
  record File(Path path, Mode mode, Supplier<char @Nullable []> key) implements DatabaseLocation {}

  /**
   * A database in memory.
   *
   * @param name for messages
   */
  record Memory(String name) implements DatabaseLocation {}

  /** A database in a file that is not encrypted. */
  static DatabaseLocation file(Path path, Mode mode) {
    return file(path, mode, () -> null);
  }

  /** A database in a file; if the key is not null, it is, or will be, encrypted. */
  static DatabaseLocation file(Path path, Mode mode, Supplier<char @Nullable []> key) {
    return new File(path, mode, key);
  }

  /** A database in memory. */
  static DatabaseLocation memory(String name) {
    return new Memory(name);
  }
}
