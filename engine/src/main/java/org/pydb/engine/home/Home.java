package org.pydb.engine.home;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;

/**
 * An open store that keeps trees. Its batches have the numbers of the database's, plus one: those
 * begin at zero, with which no store begins. Thread-safe.
 */
final class Home {
  private final String name;
  private final StorageEngine engine;
  private final boolean isVolatile;

  /** Held by who writes: an engine takes one thread at a time. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Those that have a snapshot open. */
  private final Set<HomeVersion> versions = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Home(String name, StorageEngine engine, boolean isVolatile) {
    this.name = name;
    this.engine = engine;
    this.isVolatile = isVolatile;
  }

  String name() {
    return name;
  }

  boolean isVolatile() {
    return isVolatile;
  }

  boolean isClosed() {
    return closed;
  }

  /** The number of the last batch of the database that is in here, or of one before it. */
  long number() {
    return engine.number() - 1;
  }

  /** Does the changes of a batch of the database. */
  void apply(WriteBatch batch, long number) {
    writing.lock();
    try {
      engine.apply(batch, number + 1, Durability.RELAXED);
    } finally {
      writing.unlock();
    }
  }

  /** What is in here now. */
  Snapshot snapshot(HomeVersion version) {
    versions.add(version);
    return engine.snapshot();
  }

  /** A version has closed its snapshot. */
  void forget(HomeVersion version) {
    versions.remove(version);
  }

  /** Makes durable what is in here. */
  void checkpoint() {
    writing.lock();
    try {
      engine.checkpoint();
    } finally {
      writing.unlock();
    }
  }

  /** Closes the store, when those who read in it at this moment have ended. */
  void close() {
    closed = true;
    versions.forEach(HomeVersion::close);
    engine.close();
  }
}
