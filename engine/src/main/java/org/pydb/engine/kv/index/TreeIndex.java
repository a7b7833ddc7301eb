package org.pydb.engine.kv.index;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.ViewCursor;
import org.pydb.engine.txn.WriteSet;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * A B+tree (Bayer and McCreight, "Organization and maintenance of large ordered indices", 1972):
 * one of the engine's copy-on-write trees, in memory or in a file. In a file it is a persistent
 * index: it is as it was after the next opening, up to its mark, and the log need not be read
 * again.
 */
public final class TreeIndex implements OrderedIndex {
  private static final int KEYS_TREE = 1;

  /** Of one entry, whose key is empty: the mark. */
  private static final int MARK_TREE = 2;

  private static final long POOL_BYTES = 16L << 20;

  /** Opens the files; makes them if they are not there. */
  private final Supplier<TreeStore> opening;

  /** Deletes the files. */
  private final Runnable deletion;

  private TreeStore store;

  /** The changes since the last commit, and what is read. */
  private TreeTransaction transaction;

  private long size;

  private TreeIndex(Supplier<TreeStore> opening, Runnable deletion) {
    this.opening = opening;
    this.deletion = deletion;
    store = opening.get();
    transaction = store.begin(false);
    size = store.pipeline().current().roots().getOrEmpty(KEYS_TREE).entries();
  }

  /** An index in memory. */
  public static TreeIndex inMemory() {
    return new TreeIndex(
        () ->
            TreeStore.open(
                new StoreOptions(
                    new MemoryVfs(), "index", StoreOptions.Mode.MEMORY, POOL_BYTES, Runnable::run)),
        () -> {});
  }

  /**
   * An index in files that begin with a name. It is empty if they are not there, or damaged: the
   * log has all that it needs to be made anew.
   *
   * @param logSegmentSize bytes of a segment of its log
   * @param executor runs its checkpoints
   */
  public static TreeIndex inFile(Vfs vfs, String name, int logSegmentSize, Executor executor) {
    StoreOptions options =
        new StoreOptions(vfs, name, StoreOptions.Mode.CREATE, POOL_BYTES, executor, logSegmentSize);
    Runnable deletion =
        () -> {
          vfs.delete(name);
          vfs.delete(name + "-wal");
          vfs.syncNames();
        };
    try {
      return new TreeIndex(() -> TreeStore.open(options), deletion);
    } catch (CorruptionException | NotADatabaseException e) {
      deletion.run();
      return new TreeIndex(() -> TreeStore.open(options), deletion);
    }
  }

  /** The name of the file of a store's persistent index. */
  public static String fileName(EngineContext context) {
    return context.name() + "-index";
  }

  /** An index that is in files, to read it only. */
  public static TreeIndex toRead(EngineContext context) {
    return new TreeIndex(() -> TreeStore.open(optionsToRead(context)), () -> {});
  }

  /** Checks the files of an index. */
  public static void verify(EngineContext context, Verification verification) {
    DatabaseVerifier.verifyTrees(optionsToRead(context), true).forEach(verification::found);
  }

  private static StoreOptions optionsToRead(EngineContext context) {
    return new StoreOptions(
        context.vfs(),
        fileName(context),
        StoreOptions.Mode.READ_ONLY,
        POOL_BYTES,
        context.executor());
  }

  /** The usual size of a segment of the log. */
  public static int logSegmentSize() {
    return WriteAheadLog.SEGMENT_SIZE;
  }

  @Override
  public @Nullable Location get(byte[] key) {
    EntryPointer found = new EntryPointer();
    if (!transaction.find(KEYS_TREE, key, 0, key.length, found)) {
      return null;
    }
    byte[] bytes = found.value(store.file());
    long segment = Varint.getLong(bytes, 0);
    int at = Varint.length(segment);
    long position = Varint.getLong(bytes, at);
    at += Varint.length(position);
    return new Location(segment, position, Varint.getInt(bytes, at));
  }

  @Override
  public void put(byte[] key, Location location) {
    if (get(key) == null) {
      size++;
    }
    ByteBuilder value = new ByteBuilder(3 * Varint.LENGTH_MAX);
    value.putVarint(location.segment()).putVarint(location.position());
    value.putVarint(location.length());
    writes().put(KEYS_TREE, false, key, 0, key.length, value.array(), 0, value.length());
  }

  @Override
  public void remove(byte[] key) {
    if (get(key) != null) {
      size--;
      writes().delete(KEYS_TREE, false, key, 0, key.length);
    }
  }

  private WriteSet writes() {
    return transaction.writes();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void clear() {
    close();
    deletion.run();
    store = opening.get();
    transaction = store.begin(false);
    size = 0;
  }

  @Override
  public byte @Nullable [] mark() {
    EntryPointer found = new EntryPointer();
    return transaction.find(MARK_TREE, Bytes.EMPTY, 0, 0, found) ? found.value(store.file()) : null;
  }

  @Override
  public void commit(byte[] mark, boolean isDurable) {
    writes().put(MARK_TREE, false, Bytes.EMPTY, 0, 0, mark, 0, mark.length);
    try {
      if (isDurable) {
        transaction.commit();
      } else {
        transaction.commitRelaxed();
      }
    } finally {
      transaction = store.begin(false);
    }
  }

  @Override
  public byte @Nullable [] next(byte @Nullable [] bound, boolean inclusive) {
    byte[] lower = bound == null || inclusive ? bound : successor(bound);
    return first(new KeyRange(lower, null), false);
  }

  @Override
  public byte @Nullable [] previous(byte @Nullable [] bound, boolean inclusive) {
    byte[] upper = bound != null && inclusive ? successor(bound) : bound;
    return first(new KeyRange(null, upper), true);
  }

  private byte @Nullable [] first(KeyRange range, boolean backward) {
    ViewCursor cursor = new ViewCursor();
    cursor.open(transaction.view(), KEYS_TREE, range, backward);
    return cursor.next() ? LongKey.of(cursor.node(), cursor.index(), store.file()) : null;
  }

  /** The least key above another one. */
  private static byte[] successor(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  @Override
  public void close() {
    transaction.close();
    store.close();
  }
}
