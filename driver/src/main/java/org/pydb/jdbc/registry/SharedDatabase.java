package org.pydb.jdbc.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * A database that connections share: opened for the first, closed after the last. Thread-safe.
 *
 * <pre>
 *             acquire                    release, last one
 *   NEW ───────────────────▶ USED ──────────────────────────────▶ RETIRED
 *    │                       ▲  │                                   ▲  ▲
 *    │ opening fails         │  │ release, last one, lingers        │  │
 *    │               acquire │  ▼                                   │  │
 *    │                     IDLE ────────────────────────────────────┘  │
 *    │                          linger is over and still idle          │
 *    └─────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Opening and closing happen under the lock, so whoever comes meanwhile waits and then finds a
 * database that is open, or a retired entry: then it asks the registry for a new one. Retired is
 * for ever; an entry leaves the registry before its lock is given up, so that there are never two
 * for one file. A database that {@code SHUTDOWN} closed is retired by whoever sees it first.
 */
final class SharedDatabase {

  /** What the entry tells the registry. */
  private final Runnable onRetired;

  private final DatabaseLocation location;
  private final Map<String, String> properties;
  private final boolean closesWhenIdle;
  private final Opener opener;
  private final Delay delay;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable SqlDatabase database;

  @GuardedBy("lock")
  private boolean retired;

  @GuardedBy("lock")
  private int users;

  /** The longest that a connection asked for since the database was opened. */
  @GuardedBy("lock")
  private Duration linger = Duration.ZERO;

  /** Counts the times that the database became idle: an old timer must not close it. */
  @GuardedBy("lock")
  private long idleTimes;

  SharedDatabase(
      DatabaseLocation location,
      Map<String, String> properties,
      Opener opener,
      Delay delay,
      Runnable onRetired) {
    this.location = location;
    this.properties = properties;
    this.closesWhenIdle = location instanceof DatabaseLocation.File;
    this.opener = opener;
    this.delay = delay;
    this.onRetired = onRetired;
  }

  /**
   * Takes a share in the database, opening it if need be.
   *
   * @return null if this entry is retired: look for a new one
   * @throws SQLException if the database cannot be opened, or is open in a way that does not fit
   */
  @Nullable DatabaseLease acquire(DatabaseUrl url) throws SQLException {
    lock.lock();
    try {
      if (retired || isShutDown()) {
        retire();
        return null;
      }
      SqlDatabase known = database;
      SqlDatabase opened = known == null ? open() : known;
      checkFits(url);
      if (known != null) {
        known.checkKey(url.key());
      }
      users++;
      linger = longer(linger, url.linger());
      return new DatabaseLease(opened, this::release);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private SqlDatabase open() {
    try {
      SqlDatabase opened = opener.open(location, properties);
      database = opened;
      return opened;
    } finally {
      if (database == null) {
        retire();
      }
    }
  }

  /** A property that was given must be the one that the database was opened with. */
  private void checkFits(DatabaseUrl url) throws SQLException {
    for (Map.Entry<String, String> wanted : url.ofDatabase().entrySet()) {
      String value = properties.get(wanted.getKey());
      if (!wanted.getValue().equals(value)) {
        throw misfit(wanted.getKey() + "=" + (value == null ? "its default" : value));
      }
    }
    if (location instanceof DatabaseLocation.File file
        && (file.mode() == DatabaseLocation.Mode.READ_ONLY)
            != (url.mode() == DatabaseLocation.Mode.READ_ONLY)) {
      throw misfit(
          "open=" + (url.mode() == DatabaseLocation.Mode.READ_ONLY ? "create" : "readonly"));
    }
  }

  private SQLException misfit(String how) {
    return SqlExceptions.of(
        SqlStates.CANNOT_CONNECT,
        name()
            + " is already open in this JVM with "
            + how
            + ": ask for the same, or close its other connections first");
  }

  private String name() {
    return location instanceof DatabaseLocation.File file
        ? file.path().toString()
        : "the database " + ((DatabaseLocation.Memory) location).name() + " in memory";
  }

  private void release() {
    lock.lock();
    try {
      users--;
      if (retired) {
        return;
      }
      if (isShutDown()) {
        retire();
      } else if (users == 0 && closesWhenIdle) {
        becomeIdle();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void becomeIdle() {
    long time = ++idleTimes;
    if (linger.isZero()) {
      retire();
    } else {
      delay.run(linger, () -> lingerIsOver(time));
    }
  }

  private void lingerIsOver(long time) {
    lock.lock();
    try {
      if (!retired && users == 0 && idleTimes == time) {
        retire();
      }
    } catch (RuntimeException e) {
      // Nobody is left to be told. What was committed is in the log, which the next one to open
      // the database reads.
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isShutDown() {
    return database != null && database.isClosed();
  }

  /** Closes what is open and leaves the registry, in this order, so that nobody opens it twice. */
  @GuardedBy("lock")
  private void retire() {
    if (retired) {
      return;
    }
    retired = true;
    try {
      if (database != null) {
        database.close();
      }
    } finally {
      onRetired.run();
    }
  }

  private static Duration longer(Duration left, Duration right) {
    return left.compareTo(right) >= 0 ? left : right;
  }
}
