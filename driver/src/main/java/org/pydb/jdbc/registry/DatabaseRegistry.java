package org.pydb.jdbc.registry;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.url.DatabasePlace;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * The databases that are open in this JVM (in this class loader). Thread-safe.
 *
 * <p>A database in a file opens with the first connection to it and closes with the last, or some
 * time after it; all paths that lead to the file name the same database. A named database in memory
 * opens with the first connection and stays until {@code SHUTDOWN} or the end of the JVM, however
 * few connections it has. A private one lives as long as its connection.
 */
public final class DatabaseRegistry {

  /** The one that the driver uses. */
  public static final DatabaseRegistry OF_THIS_JVM =
      new DatabaseRegistry(SqlDatabases::open, Delay.BY_DAEMON);

  private final Opener opener;
  private final Delay delay;

  /** Entries by canonical path or by name; an entry removes itself when it retires. */
  private final ConcurrentMap<DatabasePlace, SharedDatabase> shared = new ConcurrentHashMap<>();

  DatabaseRegistry(Opener opener, Delay delay) {
    this.opener = opener;
    this.delay = delay;
  }

  /**
   * Takes a share in the database that the URL names, opening it if need be. Give it back.
   *
   * @throws SQLException if it cannot be opened, or is open in a way that does not fit the URL
   */
  public DatabaseLease acquire(DatabaseUrl url) throws SQLException {
    DatabasePlace place = url.place();
    if (place instanceof DatabasePlace.File file) {
      Path path = CanonicalPath.of(file.path());
      return share(
          new DatabasePlace.File(path), DatabaseLocation.file(path, url.mode(), url.key()), url);
    }
    if (place instanceof DatabasePlace.NamedMemory memory) {
      return share(memory, DatabaseLocation.memory(memory.name()), url);
    }
    return open(url);
  }

  private DatabaseLease share(DatabasePlace key, DatabaseLocation location, DatabaseUrl url)
      throws SQLException {
    while (true) {
      SharedDatabase entry = shared.computeIfAbsent(key, k -> newEntry(key, location, url));
      DatabaseLease lease = entry.acquire(url);
      if (lease != null) {
        return lease;
      }
    }
  }

  private SharedDatabase newEntry(DatabasePlace key, DatabaseLocation location, DatabaseUrl url) {
    return new SharedDatabase(location, url.ofDatabase(), opener, delay, () -> shared.remove(key));
  }

  private DatabaseLease open(DatabaseUrl url) throws SQLException {
    try {
      SqlDatabase database = opener.open(DatabaseLocation.memory(""), url.ofDatabase());
      return new DatabaseLease(database, database::close);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  /** How many databases are open or opening that connections can share; for tests. */
  int size() {
    return shared.size();
  }
}
