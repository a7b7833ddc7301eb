package org.pydb.engine;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.home.EngineHomes;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.lock.LockTable;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.store.StoreOptions;
import org.pydb.engine.store.TreeStore;
import org.pydb.engine.txn.TreeHomes;
import org.pydb.engine.vfs.FileAccess;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * A database with little memory and short segments of the log, so that a few rows do to it what a
 * million do to another one. What is to be done in the background waits until {@link
 * #runBackground}. Not thread-safe.
 */
public final class SmallDatabase implements AutoCloseable {

  /** The name of its file. */
  public static final String NAME = "test.pydb";

  /** A transaction's locks beyond these spill. */
  public static final int LOCKS_IN_MEMORY = 25;

  /** Where this file is, databases are encrypted. */
  public static final String KEY_FILE = "key";

  /** Where this file is, all engines can keep tables. */
  private static final String ENGINES_FILE = "engines";

  /** Where these files are, data files have layers: they are compressed, or segmented. */
  private static final String COMPRESSED_FILE = "compressed";

  private static final String SEGMENTED_FILE = "segmented";

  /** So small that each has a few pages only. */
  private static final long DATA_SEGMENT_SIZE = 10 * 8192;

  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

  private static final long POOL_BYTES = 200_000;
  private static final int LOG_SEGMENT_SIZE = 16 * 1024;

  private final Queue<Runnable> background = new ArrayDeque<>();
  private final TreeStore store;
  private final Database database;

  private SmallDatabase(Vfs vfs, StoreOptions.Mode mode) {
    this(vfs, mode, null);
  }

  private SmallDatabase(Vfs vfs, StoreOptions.Mode mode, @Nullable Executor executor) {
    Executor runs = executor == null ? background::add : executor;
    store =
        TreeStore.open(
            new StoreOptions(files(vfs), NAME, mode, POOL_BYTES, runs, LOG_SEGMENT_SIZE)
                .withKey(keyOf(vfs))
                .withHomes(homesOf(vfs)));
    boolean encrypted = store.file().keys() != null;
    SpillSpace spillSpace = new SpillSpace(vfs, NAME + "-temp", encrypted);
    LockTable locks = new LockTable(vfs.clock(), LOCKS_IN_MEMORY);
    database = new Database(store, spillSpace, vfs.clock(), locks);
  }

  /** Options of a database that is as it comes, in the same place under another name. */
  public static DatabaseOptions options(Vfs vfs, String name) {
    return new DatabaseOptions(vfs, name, DatabaseOptions.Mode.EXISTING, 4L << 20, Runnable::run)
        .withKey(keyOf(vfs))
        .withStorage(stackOf(vfs));
  }

  /** Has all databases encrypted that are made from now on; there must be none yet. */
  public static void encryptAll(Vfs vfs) {
    vfs.open(KEY_FILE, Vfs.OpenMode.CREATE).close();
    vfs.syncName(KEY_FILE);
  }

  /** Has the data files of all databases compressed, or segmented; there must be none yet. */
  public static void layerAll(Vfs vfs, boolean compressed, boolean segmented) {
    if (compressed) {
      vfs.open(COMPRESSED_FILE, Vfs.OpenMode.CREATE).close();
      vfs.syncName(COMPRESSED_FILE);
    }
    if (segmented) {
      vfs.open(SEGMENTED_FILE, Vfs.OpenMode.CREATE).close();
      vfs.syncName(SEGMENTED_FILE);
    }
  }

  /** Has all engines keep tables from now on. */
  public static void useAllEngines(Vfs vfs) {
    vfs.open(ENGINES_FILE, Vfs.OpenMode.CREATE).close();
    vfs.syncName(ENGINES_FILE);
  }

  private static TreeHomes.Opener homesOf(Vfs vfs) {
    return vfs.exists(ENGINES_FILE)
        ? EngineHomes.of(
            Map.of(
                "log", new SmallEngine(LogEngine.with(IndexFactory.SKIP_LIST, 20_000)),
                "log-persistent", new SmallEngine(LogEngine.with(IndexFactory.PERSISTENT, 20_000)),
                "lsm", new SmallEngine(LsmEngine.FACTORY)))
        : TreeHomes.Opener.NONE;
  }

  /** An engine with little memory. */
  private record SmallEngine(EngineFactory factory) implements EngineFactory {
    @Override
    public String name() {
      return factory.name();
    }

    @Override
    public StorageEngine create(EngineContext context) {
      return factory.create(small(context));
    }

    @Override
    public StorageEngine open(EngineContext context) {
      return factory.open(small(context));
    }

    private static EngineContext small(EngineContext context) {
      return new EngineContext(context.vfs(), context.name(), 40_000, context.executor());
    }
  }

  /** The files of a place, data files with their layers. */
  public static Vfs files(Vfs vfs) {
    return StackedVfs.ofDatabase(vfs, stackOf(vfs));
  }

  private static @Nullable FileStack stackOf(Vfs vfs) {
    boolean compressed = vfs.exists(COMPRESSED_FILE);
    boolean segmented = vfs.exists(SEGMENTED_FILE);
    return compressed || segmented
        ? new FileStack(segmented ? DATA_SEGMENT_SIZE : 0, compressed, false, FileAccess.BUFFERED)
        : null;
  }

  /** The key of the databases in a place; none if they are plain. */
  public static KeySource keyOf(Vfs vfs) {
    return vfs.exists(KEY_FILE) ? KEY::toCharArray : KeySource.NONE;
  }

  /** Opens the database on a disk, or makes it. */
  public static SmallDatabase open(Vfs vfs) {
    return new SmallDatabase(vfs, StoreOptions.Mode.CREATE);
  }

  /** Opens it, or makes it; the executor does what is to be done in the background. */
  public static SmallDatabase open(Vfs vfs, Executor executor) {
    return new SmallDatabase(vfs, StoreOptions.Mode.CREATE, executor);
  }

  /** Opens it for reading only. */
  public static SmallDatabase openReadOnly(Vfs vfs) {
    return new SmallDatabase(vfs, StoreOptions.Mode.READ_ONLY);
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** What it stands on. */
  public TreeStore store() {
    return store;
  }

  /** Does what waits to be done in the background. */
  public void runBackground() {
    for (Runnable task = background.poll(); task != null; task = background.poll()) {
      task.run();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
