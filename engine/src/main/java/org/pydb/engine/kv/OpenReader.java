package org.pydb.engine.kv;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.KeyValueReader;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;

/**
 * Reads through an engine, or a snapshot of it, as long as that is open: what engines need not look
 * at is looked at here. Thread-safe.
 */
final class OpenReader implements Snapshot {
  private final KeyValueReader inner;
  private final Lifetime lifetime;

  /** Reads through an open thing that lives as long as that. */
  OpenReader(KeyValueReader inner, Lifetime lifetime) {
    this.inner = inner;
    this.lifetime = lifetime;
  }

  /** A snapshot that is closed with what it was taken of, at the latest. */
  static Snapshot of(Snapshot snapshot, Lifetime parent) {
    return new OpenReader(snapshot, new Lifetime("the snapshot", parent, snapshot::close));
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    WriteBatch.checkKey(key);
    return lifetime.<byte @Nullable []>whileOpen(() -> inner.get(key));
  }

  @Override
  public boolean has(byte[] key) {
    WriteBatch.checkKey(key);
    return lifetime.whileOpen(() -> inner.has(key));
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    Objects.requireNonNull(range, "the range is null; KeyRange.ALL has all keys");
    return lifetime.whileOpen(
        () -> {
          EntryCursor cursor = inner.scan(range, backward);
          return new OpenCursor(cursor, new Lifetime("the cursor", lifetime, cursor::close));
        });
  }

  @Override
  public void forEach(BiConsumer<byte[], byte[]> visitor) {
    lifetime.whileOpen(
        () -> {
          if (inner instanceof Snapshot snapshot) {
            snapshot.forEach(visitor);
          } else {
            Snapshot.super.forEach(visitor);
          }
          return true;
        });
  }

  @Override
  public void close() {
    lifetime.close();
  }

  private record OpenCursor(EntryCursor inner, Lifetime lifetime) implements EntryCursor {
    @Override
    public boolean next() {
      return lifetime.whileOpen(inner::next);
    }

    @Override
    public byte[] key() {
      return lifetime.whileOpen(inner::key);
    }

    @Override
    public byte[] value() {
      return lifetime.whileOpen(inner::value);
    }

    @Override
    public void close() {
      lifetime.close();
    }
  }
}
