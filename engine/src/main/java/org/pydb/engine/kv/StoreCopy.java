package org.pydb.engine.kv;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.file.StoreFile;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.VfsLock;

/**
 * Writes all entries of a snapshot into a new store, of any engine and on any files: a backup. Used
 * once.
 *
 * <pre>
 *   1 make the file of the store's name, which says that a copy is being written
 *   2 have the engine make its files, and write the entries to it
 *   3 close the engine, which makes all durable
 *   4 say in the file that the store is whole
 * </pre>
 *
 * <p>Until 4 nobody opens it, but for another copy, which begins anew.
 */
final class StoreCopy {
  private static final long BATCH_BYTES = 1L << 20;

  private final KeyValueOptions target;
  private final LongConsumer progress;
  private WriteBatch batch = new WriteBatch();
  private long number;
  private long bytes;

  private StoreCopy(KeyValueOptions target, LongConsumer progress) {
    this.target = target;
    this.progress = progress;
  }

  /**
   * Writes a copy.
   *
   * @throws StorageException if there is a store of that name
   */
  static void write(Snapshot source, KeyValueOptions target, LongConsumer progress) {
    EngineFactory engine = target.engine();
    EngineFactory factory = engine == null ? BTreeEngine.FACTORY : engine;
    if (factory.isVolatile()) {
      throw new IllegalArgumentException(
          "the engine " + factory.name() + " has no files: name another one for the copy");
    }
    VfsLock lock = target.vfs().lock(target.name() + "-lock");
    try {
      new StoreCopy(target.withLayers(), progress).write(source, factory);
    } finally {
      lock.close();
    }
  }

  private void write(Snapshot source, EngineFactory factory) {
    Vfs vfs = target.vfs();
    checkName(StoreFile.read(vfs, target.name()), factory);
    StoreFile.create(vfs, target.name(), factory.name(), StoreFile.State.COPYING);
    StorageEngine engine = factory.create(target.context());
    try {
      source.forEach((key, value) -> add(engine, key, value));
      flush(engine);
      engine.checkpoint();
    } finally {
      engine.close();
    }
    StoreFile.set(vfs, target.name(), factory.name(), StoreFile.State.WHOLE);
  }

  private void checkName(@Nullable StoreFile found, EngineFactory factory) {
    if (found == null) {
      return;
    }
    String place = target.vfs().describe(target.name());
    if (found.state() != StoreFile.State.COPYING) {
      throw new StorageException(
          place
              + " exists already, and is not overwritten: name another file for the copy, or move"
              + " this one away");
    }
    if (!found.engine().equals(factory.name())) {
      throw new StorageException(
          place + " is an unfinished copy, on the engine " + found.engine() + ": delete its files");
    }
  }

  private void add(StorageEngine engine, byte[] key, byte[] value) {
    long length = (long) key.length + value.length;
    if (batch.bytes() > 0 && batch.bytes() + length > BATCH_BYTES) {
      flush(engine);
    }
    batch.set(key, value);
    bytes += length;
  }

  private void flush(StorageEngine engine) {
    if (!batch.changes().isEmpty()) {
      engine.apply(batch, ++number, Durability.RELAXED);
      batch = new WriteBatch(); // Its arrays may be in use.
      progress.accept(bytes);
    }
  }
}
