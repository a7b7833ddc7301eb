package org.pydb.engine.kv.btree;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicy;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.WriteSet;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Entries in a copy-on-write B+tree with a log in front of it: the files, transactions and recovery
 * of SQL tables, with nothing in between. A snapshot is a version of the tree; a batch is a
 * transaction, which also notes its number in a tree of its own.
 *
 * <p>Files: {@code NAME-tree} and, while it is open or after a crash, {@code NAME-tree-wal}.
 */
public final class BTreeEngine implements StorageEngine {

  /** Makes and opens such stores. */
  public static final EngineFactory FACTORY = withLogSegments(WriteAheadLog.SEGMENT_SIZE);

  /** Of the entries. */
  static final int ENTRIES_TREE = 1;

  /** Of one entry, whose key is empty: the number of the last batch. */
  private static final int NUMBER_TREE = 2;

  private static final long POOL_BYTES_MIN = 4L << 20;

  private final TreeStore store;
  private volatile long number;
  private volatile long durableNumber;

  private BTreeEngine(TreeStore store) {
    this.store = store;
    number = lastNumber();
    durableNumber = number;
  }

  private long lastNumber() {
    try (TreeTransaction now = store.begin(true)) {
      EntryPointer found = new EntryPointer();
      if (!now.find(NUMBER_TREE, Bytes.EMPTY, 0, 0, found)) {
        return 0;
      }
      byte[] value = found.value(store.file());
      if (value.length != Long.BYTES) {
        throw new CorruptionException(
            store.description() + ": the number of the last batch has " + value.length + " bytes");
      }
      return Bytes.getLong(value, 0);
    }
  }

  @Override
  public void apply(WriteBatch batch, long newNumber, Durability durability) {
    try (TreeTransaction transaction = store.begin(false)) {
      WriteSet writes = transaction.writes();
      for (WriteBatch.Change change : batch.changes()) {
        byte[] key = change.key();
        byte[] value = change.value();
        if (value == null) {
          writes.delete(ENTRIES_TREE, false, key, 0, key.length);
        } else {
          writes.put(ENTRIES_TREE, false, key, 0, key.length, value, 0, value.length);
        }
      }
      putNumber(writes, newNumber);
      commit(transaction, durability);
    }
    number = newNumber;
    if (durability == Durability.SYNCED) {
      durableNumber = newNumber;
    }
  }

  private static void putNumber(WriteSet writes, long newNumber) {
    byte[] value = new byte[Long.BYTES];
    Bytes.putLong(value, 0, newNumber);
    writes.put(NUMBER_TREE, false, Bytes.EMPTY, 0, 0, value, 0, value.length);
  }

  private static void commit(TreeTransaction transaction, Durability durability) {
    if (durability == Durability.SYNCED) {
      transaction.commit();
    } else {
      transaction.commitRelaxed();
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    try (TreeTransaction now = store.begin(true)) {
      EntryPointer found = new EntryPointer();
      return now.find(ENTRIES_TREE, key, 0, key.length, found) ? found.value(store.file()) : null;
    }
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    TreeTransaction reader = store.begin(true);
    return new TreeEntryCursor(reader.view(), range, backward, reader::close);
  }

  @Override
  public Snapshot snapshot() {
    return new TreeSnapshot(store.begin(true));
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long durableNumber() {
    return durableNumber;
  }

  /** A commit that is synced makes those before it durable. */
  @Override
  public void checkpoint() {
    if (durableNumber < number) {
      try (TreeTransaction transaction = store.begin(false)) {
        putNumber(transaction.writes(), number);
        transaction.commit();
      }
      durableNumber = number;
    }
  }

  @Override
  public @Nullable Throwable backgroundFailure() {
    return store.checkpointFailure();
  }

  @Override
  public void close() {
    store.close();
  }

  /** The same with segments of the log of another size, in bytes. */
  public static EngineFactory withLogSegments(int bytes) {
    return new Factory(bytes, EvictionPolicy.SECOND_CHANCE);
  }

  /** The same with another policy for pages that leave memory. */
  public static EngineFactory with(Supplier<Eviction> eviction) {
    return new Factory(WriteAheadLog.SEGMENT_SIZE, eviction);
  }

  private record Factory(int logSegmentSize, Supplier<Eviction> eviction) implements EngineFactory {
    @Override
    public String name() {
      return "btree";
    }

    @Override
    public StorageEngine create(EngineContext context) {
      for (String suffix : new String[] {"", "-wal"}) {
        context.vfs().delete(fileName(context) + suffix);
      }
      context.vfs().syncNames();
      return open(context, StoreOptions.Mode.CREATE);
    }

    @Override
    public StorageEngine open(EngineContext context) {
      if (!context.vfs().exists(fileName(context))) {
        throw missing(context);
      }
      return open(context, StoreOptions.Mode.EXISTING);
    }

    @Override
    public void verify(EngineContext context, Verification verification) {
      if (!context.vfs().exists(fileName(context))) {
        throw missing(context);
      }
      DatabaseVerifier.verifyTrees(options(context, StoreOptions.Mode.READ_ONLY), false)
          .forEach(verification::found);
    }

    private static CorruptionException missing(EngineContext context) {
      return new CorruptionException(
          context.vfs().describe(fileName(context)) + " is missing: it held the entries");
    }

    private static String fileName(EngineContext context) {
      return context.name() + "-tree";
    }

    private StorageEngine open(EngineContext context, StoreOptions.Mode mode) {
      TreeStore store = openTrees(context, mode);
      try {
        return new BTreeEngine(store);
      } catch (RuntimeException | Error e) {
        store.close();
        throw e;
      }
    }

    private TreeStore openTrees(EngineContext context, StoreOptions.Mode mode) {
      try {
        return TreeStore.open(options(context, mode));
      } catch (NotADatabaseException e) {
        throw new CorruptionException(e.getMessage() + " It held the entries of a store.", e);
      }
    }

    private StoreOptions options(EngineContext context, StoreOptions.Mode mode) {
      return new StoreOptions(
              context.vfs(),
              fileName(context),
              mode,
              Math.max(POOL_BYTES_MIN, context.memoryBytes()),
              context.executor(),
              logSegmentSize)
          .withEviction(eviction);
    }
  }
}
