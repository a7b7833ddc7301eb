package org.pydb.engine.kv.memory;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * Entries in memory, gone when the engine is closed. A snapshot is one reference: each batch makes
 * a new {@link PersistentTreap}, which shares with the one before it all that did not change.
 */
public final class MemoryEngine implements StorageEngine {

  /** Makes stores in memory. */
  public static final EngineFactory FACTORY = new Factory();

  private final long salt;
  private volatile Version current;

  private record Version(@Nullable PersistentTreap root, long number) {}

  private MemoryEngine(long salt) {
    this.salt = salt;
    current = new Version(null, 0);
  }

  @Override
  public void apply(WriteBatch batch, long number, Durability durability) {
    PersistentTreap root = current.root;
    for (WriteBatch.Change change : batch.changes()) {
      byte[] value = change.value();
      root =
          value == null
              ? PersistentTreap.without(root, change.key())
              : PersistentTreap.with(root, change.key(), value, salt);
    }
    current = new Version(root, number);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return new View(current.root).get(key);
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return new View(current.root).scan(range, backward);
  }

  @Override
  public Snapshot snapshot() {
    return new View(current.root);
  }

  @Override
  public long number() {
    return current.number;
  }

  /** No crash is outlived. */
  @Override
  public long durableNumber() {
    return current.number;
  }

  @Override
  public void checkpoint() {
    // There is no medium.
  }

  @Override
  public void close() {
    current = new Version(null, current.number);
  }

  private record View(@Nullable PersistentTreap root) implements Snapshot {
    @Override
    public byte @Nullable [] get(byte[] key) {
      PersistentTreap found = PersistentTreap.find(root, key);
      return found == null ? null : found.value().clone();
    }

    @Override
    public EntryCursor scan(KeyRange range, boolean backward) {
      return new TreapCursor(root, range, backward);
    }

    @Override
    public void close() {
      // The garbage collector knows what nobody sees any more.
    }
  }

  private static final class Factory implements EngineFactory {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public boolean isVolatile() {
      return true;
    }

    @Override
    public StorageEngine create(EngineContext context) {
      return new MemoryEngine(context.vfs().clock().random());
    }

    @Override
    public StorageEngine open(EngineContext context) {
      return create(context);
    }
  }
}
