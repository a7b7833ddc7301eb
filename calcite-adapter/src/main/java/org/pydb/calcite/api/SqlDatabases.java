package org.pydb.calcite.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.logging.SilentLogging;
import org.pydb.calcite.start.WarmUp;

/** Opens databases. Stateless; thread-safe. */
public final class SqlDatabases {

  /** Who can open databases; found by {@link ServiceLoader}. */
  public interface Opener {

    /** See {@link SqlDatabases#open}. */
    SqlDatabase open(DatabaseLocation location, Map<String, String> properties);

    /** See {@link SqlDatabases#restore}. */
    void restore(Path backup, Path target, Supplier<char @Nullable []> key, LongConsumer progress);
  }

  private SqlDatabases() {}

  /**
   * Keeps the libraries below from writing to standard error that they have no logger. Drivers call
   * it first of all: {@code DriverManager} loads Avatica's driver, which logs, next to them.
   */
  public static void keepQuiet() {
    SilentLogging.ensure();
  }

  /**
   * Begins to load in the background what the first statement of this JVM will need. Does nothing
   * when called again.
   */
  public static void warmUp() {
    WarmUp.begin();
  }

  /**
   * Opens a database that nobody in this process has open.
   *
   * @param properties settings by name: {@code memory}, in bytes with k, m or g; {@code storage},
   *     what the data file is made of; {@code eviction}, a policy for pages that leave memory;
   *     {@code statistics}, which {@code manual} leaves to ANALYZE; {@code plan}, where {@code
   *     bridge} runs queries on Calcite's operators; {@code hoist_literals}, where {@code off}
   *     makes a plan for each text. Others are not looked at
   * @return the database, for the caller to close
   * @throws SqlError 08001 if it cannot be opened: it is locked by somebody, foreign, too new,
   *     missing; 28P01 or 28000 if its key is not given; XX001 if it is damaged; 22023 if a
   *     property has no such value
   */
  public static SqlDatabase open(DatabaseLocation location, Map<String, String> properties) {
    return opener().open(location, properties);
  }

  /**
   * Copies a database that nobody has open to another place, and proves that the copy is whole.
   *
   * @param key gives the key of an encrypted one, in an array that is overwritten, which the copy
   *     has as well; null for none
   * @param progress is told from time to time how many pages have been written
   * @throws SqlError 58030 if the target exists or cannot be written, 08001 if the source cannot be
   *     opened, XX001 if it is damaged; then there is no target
   */
  public static void restore(
      Path backup, Path target, Supplier<char @Nullable []> key, LongConsumer progress) {
    opener().restore(backup, target, key, progress);
  }

  private static Opener opener() {
    return ServiceLoader.load(Opener.class, SqlDatabases.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new SqlError(
                    "08001",
                    "no engine on the class path: add pydb-calcite-adapter and pydb-engine"));
  }
}
