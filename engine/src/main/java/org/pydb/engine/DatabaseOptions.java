package org.pydb.engine;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicy;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * How a database is opened. Immutable; each {@code with} method gives a changed copy.
 *
 * @param vfs where its files are
 * @param name the name of the data file in there
 * @param mode what to do if the file is, or is not, there
 * @param poolBytes the memory that pages may take, in bytes
 * @param executor runs checkpoints and the growth of the log, a few short tasks at a time
 * @param recoveryListener is told, in words, about once a second, how far a recovery is that takes
 *     more than two seconds
 * @param keySource gives the key of an encrypted database; one that is made is encrypted if there
 *     is a key
 * @param storage what the data file is made of, if it is made, and must be made of, if it is there;
 *     null if it may be anything, and shall be plain
 * @param eviction makes what says which pages leave memory
 * @param engines what can keep tables beside the B+tree of the data file
 */
public record DatabaseOptions(
    Vfs vfs,
    String name,
    Mode mode,
    long poolBytes,
    Executor executor,
    Consumer<String> recoveryListener,
    KeySource keySource,
    @Nullable FileStack storage,
    Supplier<Eviction> eviction,
    TableEngines engines) {

  /** The ending of data files. */
  public static final String SUFFIX = ".pydb";

  /** What to do if the file is, or is not, there. */
  public enum Mode {
    /** Make it if it is not there. */
    CREATE,
    /** It must be there. */
    EXISTING,
    /** It must be there, and nothing of it is changed. */
    READ_ONLY,
    /** No file: the database lives in memory and is gone when it is closed. */
    MEMORY
  }

  private static final long POOL_BYTES_MIN = 4L << 20;

  private static final Executor BACKGROUND =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pydb-background");
            thread.setDaemon(true);
            return thread;
          });

  /** Checks the numbers. */
  public DatabaseOptions {
    if (poolBytes < POOL_BYTES_MIN) {
      throw new IllegalArgumentException(
          poolBytes + " bytes of memory for pages: at least " + POOL_BYTES_MIN + " are needed");
    }
  }

  /** Options with nobody who is told of recoveries, and without a key. */
  public DatabaseOptions(Vfs vfs, String name, Mode mode, long poolBytes, Executor executor) {
    this(
        vfs,
        name,
        mode,
        poolBytes,
        executor,
        line -> {},
        KeySource.NONE,
        null,
        EvictionPolicy.SECOND_CHANCE,
        TableEngines.known());
  }

  /**
   * A database in a file, made if it is not there, with a quarter of the heap for pages.
   *
   * @param path {@code shop} and {@code shop.pydb} name the same one
   * @throws IllegalArgumentException if it is a root, which names no file
   */
  public static DatabaseOptions at(Path path) {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    Path last = absolute.getFileName();
    if (directory == null || last == null) {
      throw new IllegalArgumentException(path + " names no file");
    }
    String file = last.toString();
    return new DatabaseOptions(
        new DiskVfs(directory),
        file.endsWith(SUFFIX) ? file : file + SUFFIX,
        Mode.CREATE,
        defaultPoolBytes(),
        BACKGROUND);
  }

  /**
   * A database that lives in memory, with a quarter of the heap for pages, and is gone when it is
   * closed.
   *
   * @param name for messages
   */
  public static DatabaseOptions inMemory(String name) {
    return new DatabaseOptions(new MemoryVfs(), name, Mode.MEMORY, defaultPoolBytes(), BACKGROUND);
  }

  /** A quarter of the heap. */
  private static long defaultPoolBytes() {
    return Math.max(POOL_BYTES_MIN, Runtime.getRuntime().maxMemory() / 4);
  }

  /** The same file name in another place that holds files. */
  public DatabaseOptions withVfs(Vfs newVfs) {
    Copy copy = new Copy();
    copy.vfs = newVfs;
    return copy.make();
  }

  /** The same with another mode. */
  public DatabaseOptions withMode(Mode newMode) {
    Copy copy = new Copy();
    copy.mode = newMode;
    return copy.make();
  }

  /** The same with another bound on the memory for pages, in bytes. */
  public DatabaseOptions withPoolBytes(long newPoolBytes) {
    Copy copy = new Copy();
    copy.poolBytes = newPoolBytes;
    return copy.make();
  }

  /** The same with somebody who is told how far a long recovery is. */
  public DatabaseOptions withRecoveryListener(Consumer<String> listener) {
    Copy copy = new Copy();
    copy.recoveryListener = listener;
    return copy.make();
  }

  /** The same with somebody who knows the key; {@link KeySource#NONE} if there is none. */
  public DatabaseOptions withKey(KeySource source) {
    Copy copy = new Copy();
    copy.keySource = source;
    return copy.make();
  }

  /** The same with a data file made of this; null if it may be anything. */
  public DatabaseOptions withStorage(@Nullable FileStack newStorage) {
    Copy copy = new Copy();
    copy.storage = newStorage;
    return copy.make();
  }

  /** The same with another policy for pages that leave memory. */
  public DatabaseOptions withEviction(Supplier<Eviction> newEviction) {
    Copy copy = new Copy();
    copy.eviction = newEviction;
    return copy.make();
  }

  /**
   * The same with one more engine that can keep tables: {@code CREATE TABLE … USING name}, where
   * the name is the factory's. It need not be known when the database is made, but whenever it is
   * opened from the first such table on. SQL names engines, and never loads one: what can be named
   * is what the application has made known here.
   *
   * @param factory of ordered stores: one whose keys have no order cannot keep a table
   * @throws IllegalArgumentException if the name is taken, or no lower-case word
   */
  public DatabaseOptions withEngine(EngineFactory factory) {
    Copy copy = new Copy();
    copy.engines = engines.with(factory);
    return copy.make();
  }

  /** Where its files are, the data file with its layers. */
  Vfs files() {
    return mode == Mode.MEMORY ? vfs : StackedVfs.ofDatabase(vfs, storage);
  }

  /** These options while they are changed into others. */
  private final class Copy {
    Vfs vfs = DatabaseOptions.this.vfs;
    final String name = DatabaseOptions.this.name;
    Mode mode = DatabaseOptions.this.mode;
    long poolBytes = DatabaseOptions.this.poolBytes;
    final Executor executor = DatabaseOptions.this.executor;
    Consumer<String> recoveryListener = DatabaseOptions.this.recoveryListener;
    KeySource keySource = DatabaseOptions.this.keySource;
    @Nullable FileStack storage = DatabaseOptions.this.storage;
    Supplier<Eviction> eviction = DatabaseOptions.this.eviction;
    TableEngines engines = DatabaseOptions.this.engines;

    DatabaseOptions make() {
      return new DatabaseOptions(
          vfs,
          name,
          mode,
          poolBytes,
          executor,
          recoveryListener,
          keySource,
          storage,
          eviction,
          engines);
    }
  }
}
