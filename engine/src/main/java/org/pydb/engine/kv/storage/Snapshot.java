package org.pydb.engine.kv.storage;

/** The entries as they were at one moment. It holds room on the disk or in memory: close it. */
public interface Snapshot extends KeyValueReader, AutoCloseable {

  /** Lets go of it. Closing again has no effect. */
  @Override
  void close();
}
