package org.pydb.examples.lab;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;

/**
 * All entries in a map, and each batch behind the others in one file.
 *
 * <pre>
 *   apply     batch ──▶ NAME-batches ──sync──▶ map      nobody sees what is not durable
 *   opening   NAME-batches ──▶ map ──▶ NAME-batches-new ──▶ NAME-batches
 * </pre>
 *
 * <p>Each opening writes the file anew: so the end that a crash has torn is gone, and nothing is
 * shown that a failed sync has left on no medium. In between the file grows with each batch, be it
 * ever so often of the same key. A snapshot is a copy of the map, and everything is in memory:
 * there is a lot to be made better.
 */
public final class OneFileEngine implements StorageEngine {

  /** Makes and opens such stores. */
  public static final EngineFactory FACTORY = new Factory();

  /** Of so many bytes, about, are the batches that an opening writes. */
  private static final long BATCH_BYTES = 1 << 20;

  private final BatchFile file;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Guarded by the lock. */
  private final NavigableMap<byte[], byte[]> entries;

  private volatile long number;
  private volatile long durableNumber;

  private OneFileEngine(BatchFile file, NavigableMap<byte[], byte[]> entries, long number) {
    this.file = file;
    this.entries = entries;
    this.number = number;
    durableNumber = number;
  }

  // ------------------------------------------------------------------ opening and closing

  private static final class Factory implements EngineFactory {
    @Override
    public String name() {
      return "one_file";
    }

    @Override
    public StorageEngine create(EngineContext context) {
      context.vfs().delete(newName(context));
      return opened(context, new TreeMap<>(Arrays::compareUnsigned), 0);
    }

    @Override
    public StorageEngine open(EngineContext context) {
      if (wholeFile(context).equals(newName(context))) {
        context.vfs().rename(newName(context), fileName(context));
      }
      NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
      long[] last = {0};
      read(
          context,
          (batch, number) -> {
            change(entries, batch);
            last[0] = number;
          });
      return opened(context, entries, last[0]);
    }

    @Override
    public void verify(EngineContext context, Verification verification) {
      verification.part(
          () -> read(context, (batch, number) -> verification.checked(batch.bytes())));
    }

    private static void read(EngineContext context, BatchFile.Visitor visitor) {
      BatchFile.open(context.vfs(), wholeFile(context), OpenMode.READ, visitor).close();
    }
  }

  private static String fileName(EngineContext context) {
    return context.name() + "-batches";
  }

  private static String newName(EngineContext context) {
    return fileName(context) + "-new";
  }

  /** The file that holds the entries: the new one, if a crash came before it got its name. */
  private static String wholeFile(EngineContext context) {
    Vfs vfs = context.vfs();
    return !vfs.exists(fileName(context)) && vfs.exists(newName(context))
        ? newName(context)
        : fileName(context);
  }

  /** Writes the file anew; whenever a crash comes, there is one that is whole. */
  private static OneFileEngine opened(
      EngineContext context, NavigableMap<byte[], byte[]> entries, long number) {
    Vfs vfs = context.vfs();
    try (BatchFile next = BatchFile.create(vfs, newName(context))) {
      WriteBatch batch = new WriteBatch();
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        batch.set(entry.getKey(), entry.getValue());
        if (batch.bytes() >= BATCH_BYTES) {
          next.append(batch, number);
          batch.clear();
        }
      }
      next.append(batch, number);
      next.seal(number);
    }
    vfs.syncName(newName(context));
    vfs.delete(fileName(context));
    vfs.rename(newName(context), fileName(context));
    vfs.syncName(fileName(context));
    BatchFile file =
        BatchFile.open(vfs, fileName(context), OpenMode.READ_WRITE, (batch, ignored) -> {});
    return new OneFileEngine(file, entries, number);
  }

  @Override
  public void close() {
    try {
      file.seal(number);
    } finally {
      file.close();
    }
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void apply(WriteBatch batch, long newNumber, Durability durability) {
    file.append(batch, newNumber);
    if (durability == Durability.SYNCED) {
      file.sync();
    }
    lock.writeLock().lock();
    try {
      change(entries, batch);
    } finally {
      lock.writeLock().unlock();
    }
    number = newNumber;
    if (durability == Durability.SYNCED) {
      durableNumber = newNumber;
    }
  }

  private static void change(Map<byte[], byte[]> entries, WriteBatch batch) {
    for (WriteBatch.Change change : batch.changes()) {
      byte[] value = change.value();
      if (value == null) {
        entries.remove(change.key());
      } else {
        entries.put(change.key(), value);
      }
    }
  }

  @Override
  public void checkpoint() {
    file.sync();
    durableNumber = number;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long durableNumber() {
    return durableNumber;
  }

  // ------------------------------------------------------------------ reading

  @Override
  public byte @Nullable [] get(byte[] key) {
    lock.readLock().lock();
    try {
      return copy(entries.get(key));
    } finally {
      lock.readLock().unlock();
    }
  }

  private static byte @Nullable [] copy(byte @Nullable [] value) {
    return value == null ? null : value.clone();
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return snapshot().scan(range, backward);
  }

  @Override
  public Snapshot snapshot() {
    lock.readLock().lock();
    try {
      return new MapSnapshot(new TreeMap<>(entries));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** A copy of all entries. */
  private record MapSnapshot(NavigableMap<byte[], byte[]> entries) implements Snapshot {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return copy(entries.get(key));
    }

    @Override
    public EntryCursor scan(KeyRange range, boolean backward) {
      NavigableMap<byte[], byte[]> found = within(range);
      return new MapCursor((backward ? found.descendingMap() : found).entrySet().iterator());
    }

    private NavigableMap<byte[], byte[]> within(KeyRange range) {
      byte[] lower = range.lower();
      byte[] upper = range.upper();
      if (range.isEmpty()) {
        return Collections.emptyNavigableMap();
      }
      NavigableMap<byte[], byte[]> found = lower == null ? entries : entries.tailMap(lower, true);
      return upper == null ? found : found.headMap(upper, false);
    }

    @Override
    public void close() {
      // The garbage collector takes the copy.
    }
  }

  private static final class MapCursor implements EntryCursor {
    private final Iterator<Map.Entry<byte[], byte[]>> rest;
    private Map.@Nullable Entry<byte[], byte[]> entry;

    MapCursor(Iterator<Map.Entry<byte[], byte[]>> rest) {
      this.rest = rest;
    }

    @Override
    public boolean next() {
      entry = rest.hasNext() ? rest.next() : null;
      return entry != null;
    }

    private Map.Entry<byte[], byte[]> entry() {
      if (entry == null) {
        throw new NoSuchElementException("the cursor stands at no entry");
      }
      return entry;
    }

    @Override
    public byte[] key() {
      return entry().getKey().clone();
    }

    @Override
    public byte[] value() {
      return entry().getValue().clone();
    }

    @Override
    public void close() {
      entry = null;
    }
  }
}
