package org.pydb.engine.kv;

import java.lang.ref.Cleaner;
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
 *
 * <p>Snapshots and cursors hold room. Those that nobody closes and nobody can reach any more are
 * closed when the garbage collector finds them: {@link Lifetime} knows what is to be closed, and
 * does not know this.
 */
final class OpenReader implements Snapshot {
  private static final Cleaner CLEANER = Cleaner.create();

  private final KeyValueReader inner;
  private final Lifetime lifetime;
  private final Runnable closing;

  private OpenReader(KeyValueReader inner, Lifetime lifetime, boolean isOwner) {
    this.inner = inner;
    this.lifetime = lifetime;
    closing = isOwner ? closing(this, lifetime) : lifetime::close;
  }

  private static Runnable closing(Object owner, Lifetime lifetime) {
    return CLEANER.register(owner, lifetime::close)::clean;
  }

  /** Reads through an open thing that lives as long as that. */
  static OpenReader through(KeyValueReader inner, Lifetime lifetime) {
    return new OpenReader(inner, lifetime, false);
  }

  /** A snapshot that is closed with what it was taken of, at the latest. */
  static Snapshot of(Snapshot snapshot, Lifetime parent) {
    return new OpenReader(snapshot, new Lifetime("the snapshot", parent, snapshot::close), true);
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
          return new OpenCursor(this, cursor, new Lifetime("the cursor", lifetime, cursor::close));
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
    closing.run();
  }

  private static final class OpenCursor implements EntryCursor {

    /** Whoever has the cursor must not lose the snapshot below it. */
    @SuppressWarnings("unused")
    private final OpenReader reader;

    private final EntryCursor inner;
    private final Lifetime lifetime;
    private final Runnable closing;

    OpenCursor(OpenReader reader, EntryCursor inner, Lifetime lifetime) {
      this.reader = reader;
      this.inner = inner;
      this.lifetime = lifetime;
      closing = closing(this, lifetime);
    }

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
      closing.run();
    }
  }
}
