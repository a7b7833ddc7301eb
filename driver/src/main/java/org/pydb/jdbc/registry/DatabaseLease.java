package org.pydb.jdbc.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import org.pydb.calcite.api.SqlDatabase;

/** One connection's share in an open database, which stays open until it is given back. */
public final class DatabaseLease implements AutoCloseable {
  private final SqlDatabase database;
  private final Runnable giveBack;
  private final AtomicBoolean given = new AtomicBoolean();

  DatabaseLease(SqlDatabase database, Runnable giveBack) {
    this.database = database;
    this.giveBack = giveBack;
  }

  /** The database. */
  public SqlDatabase database() {
    return database;
  }

  /** The same share once more: giving it back changes nothing, as long as this one is held. */
  public DatabaseLease share() {
    return new DatabaseLease(database, () -> {});
  }

  /** Gives the share back, once; the last one to do so closes the database. */
  @Override
  public void close() {
    if (given.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
