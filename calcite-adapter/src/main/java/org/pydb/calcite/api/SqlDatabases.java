package org.pydb.calcite.api;

import java.util.Map;
import java.util.ServiceLoader;
import org.pydb.calcite.logging.SilentLogging;

/** Opens databases. */
public final class SqlDatabases {

  /** Who can open databases; found by {@link ServiceLoader}. */
  public interface Opener {

    /** See {@link SqlDatabases#open}. */
    SqlDatabase open(DatabaseLocation location, Map<String, String> properties);
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
   * Opens a database that nobody in this process has open.
   *
   * @param properties settings by name: {@code memory}, in bytes with k, m or g; {@code plan},
   *     where {@code bridge} runs queries on Calcite's operators
   * @throws SqlError 08001 if it cannot be opened: it is locked by somebody, foreign, too new,
   *     missing; XX001 if it is damaged; 22023 if a property has no such value
   */
  public static SqlDatabase open(DatabaseLocation location, Map<String, String> properties) {
    Opener opener =
        ServiceLoader.load(Opener.class, SqlDatabases.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new SqlError(
                        "08001",
                        "no engine on the class path: add pydb-calcite-adapter and pydb-engine"));
    return opener.open(location, properties);
  }
}
