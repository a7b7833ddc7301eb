package org.pydb.engine.kv;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.file.StoreFile;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.KeyValueReader;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.VfsLock;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * Keeps values of bytes by keys of bytes, durably. Keys are ordered as unsigned bytes. Thread-safe;
 * one process has a store open at a time.
 *
 * <pre>{@code
 * try (KeyValueStore store = KeyValueStore.open(Path.of("shop"))) {
 *   store.set(key, value);
 * }
 * }</pre>
 *
 * <p>Each write is atomic, and durable when it returns unless it is told to be {@linkplain
 * Durability#RELAXED relaxed}; nobody sees it before. Writers that come at once share a sync.
 * Arrays that are passed in are copied, those that come out belong to the caller; so do ranges,
 * which must stay as they are while their cursor is open.
 *
 * <p>All methods throw {@link org.pydb.engine.error.DatabaseClosedException} after {@link #close},
 * {@link org.pydb.engine.error.LimitException} for keys and values that are too long, {@link
 * NullPointerException} for those that are null, {@link CorruptionException} naming the file if
 * what is read is not what was written, and {@link org.pydb.engine.error.StorageException} if the
 * system fails them. After a {@link org.pydb.engine.error.CommitUnknownException} nothing is
 * written any more until the store is opened anew.
 */
public final class KeyValueStore implements KeyValueReader, AutoCloseable {

  /** The engines that a store is opened with if nobody says which. */
  private static final List<EngineFactory> ENGINES =
      List.of(BTreeEngine.FACTORY, LogEngine.FACTORY, LsmEngine.FACTORY, MemoryEngine.FACTORY);

  private final KeyValueOptions options;
  private final EngineFactory factory;
  private final StorageEngine engine;
  private final Lifetime lifetime;
  private final OpenReader reader;
  private final GroupCommit commits;

  private KeyValueStore(
      KeyValueOptions options,
      EngineFactory factory,
      StorageEngine engine,
      @Nullable VfsLock lock) {
    this.options = options;
    this.factory = factory;
    this.engine = engine;
    String what = "the store " + options.vfs().describe(options.name());
    lifetime = new Lifetime(what, null, () -> close(engine, lock));
    reader = OpenReader.through(engine, lifetime);
    commits = new GroupCommit(engine);
  }

  /** Opens a store, or makes one on the B+tree; after a crash, recovers it. */
  public static KeyValueStore open(Path path) {
    return open(KeyValueOptions.at(path));
  }

  /** Opens a store that is in memory, and gone when it is closed. */
  public static KeyValueStore inMemory() {
    return open(KeyValueOptions.inMemory());
  }

  /**
   * Opens a store, or makes one; after a crash, recovers it.
   *
   * @throws IllegalArgumentException if it was made with another engine
   * @throws org.pydb.engine.error.FileLayoutException if its files are made of something else
   * @throws org.pydb.engine.error.KeyException if its key is another one, or is not given
   * @throws org.pydb.engine.error.DatabaseLockedException if somebody else has it open
   * @throws org.pydb.engine.error.NotADatabaseException if the file is not one of ours, or of a
   *     copy that was never finished
   * @throws CorruptionException if it is damaged, or a file is missing
   */
  public static KeyValueStore open(KeyValueOptions options) {
    EngineFactory wanted = options.engine();
    if (wanted != null && wanted.isVolatile()) {
      if (options.hasLayers()) {
        throw new IllegalArgumentException(
            "the engine " + wanted.name() + " has no files: leave out storage and key");
      }
      return new KeyValueStore(options, wanted, wanted.create(options.context()), null);
    }
    VfsLock lock = options.vfs().lock(options.name() + "-lock");
    try {
      KeyValueOptions layered = options.withLayers();
      StoreFile found = StoreFile.read(layered.vfs(), layered.name());
      EngineFactory factory = factory(layered, found);
      return new KeyValueStore(options, factory, openEngine(layered, found, factory), lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Checks the files of a store that nobody has open, and changes nothing.
   *
   * @return what is wrong, each time with the file and where in it; empty if nothing is
   */
  public static List<String> verify(Path path) {
    return verify(KeyValueOptions.at(path), bytes -> {});
  }

  /**
   * Checks the files of a store that nobody has open, and changes nothing: all checksums, the order
   * of keys, indexes against logs, the list of files against those that are there. What a crash has
   * left, and the next opening repairs, is not wrong.
   *
   * @param progress is told from time to time how many bytes have been checked; what it throws ends
   *     the check
   * @return what is wrong, each time with the file and where in it; empty if nothing is
   * @throws org.pydb.engine.error.NotADatabaseException if there is no store
   * @throws org.pydb.engine.error.DatabaseLockedException if somebody has it open
   */
  public static List<String> verify(KeyValueOptions options, LongConsumer progress) {
    Verification verification = new Verification(progress);
    VfsLock lock = options.vfs().lock(options.name() + "-lock");
    try {
      verification.part(() -> verify(options.withLayers(), verification));
    } finally {
      lock.close();
    }
    return verification.findings();
  }

  private static void verify(KeyValueOptions options, Verification verification) {
    StoreFile found = StoreFile.read(options.vfs(), options.name());
    if (found == null) {
      throw new NotADatabaseException(
          options.vfs().describe(options.name()) + " is missing: there is no store");
    }
    EngineFactory factory = factory(options, found);
    if (found.state() == StoreFile.State.WHOLE) {
      factory.verify(options.context(), verification);
    }
  }

  private static StorageEngine openEngine(
      KeyValueOptions options, @Nullable StoreFile found, EngineFactory factory) {
    Vfs vfs = options.vfs();
    String name = options.name();
    if (found != null) {
      found.writeAgain(vfs, name);
    }
    if (found != null && found.state() == StoreFile.State.WHOLE) {
      return factory.open(options.context());
    }
    if (found == null) {
      StoreFile.create(vfs, name, factory.name(), StoreFile.State.BEGUN);
    }
    StorageEngine engine = factory.create(options.context());
    try {
      StoreFile.set(vfs, name, factory.name(), StoreFile.State.WHOLE);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
    return engine;
  }

  private static EngineFactory factory(KeyValueOptions options, @Nullable StoreFile found) {
    EngineFactory wanted = options.engine();
    if (found == null) {
      return wanted == null ? BTreeEngine.FACTORY : wanted;
    }
    String place = options.vfs().describe(options.name());
    if (found.state() == StoreFile.State.COPYING) {
      throw new NotADatabaseException(
          place + " is a copy that was never finished: delete its files, or make the copy again");
    }
    if (wanted == null) {
      return ENGINES.stream()
          .filter(engine -> engine.name().equals(found.engine()))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      place + " was made with the engine " + found.engine() + ": say which it is"));
    }
    if (!wanted.name().equals(found.engine())) {
      throw new IllegalArgumentException(
          place
              + " was made with the engine "
              + found.engine()
              + ", not "
              + wanted.name()
              + ": open it with that one");
    }
    return wanted;
  }

  // ------------------------------------------------------------------ writing

  /** Sets the value of a key. */
  public void set(byte[] key, byte[] value) {
    write(new WriteBatch().set(key, value));
  }

  /** Deletes a key; has no effect if it is not there. */
  public void delete(byte[] key) {
    write(new WriteBatch().delete(key));
  }

  /** Does all changes of a batch, or none. */
  public void write(WriteBatch batch) {
    write(batch, options.durability());
  }

  /** Does all changes of a batch, or none, durably at once or soon. */
  public void write(WriteBatch batch, Durability durability) {
    Objects.requireNonNull(batch, "the batch is null");
    Objects.requireNonNull(durability, "the durability is null");
    lifetime.whileOpen(
        () -> {
          if (!batch.changes().isEmpty()) {
            commits.write(batch, durability);
          }
          return true;
        });
  }

  /** Makes durable all that was written before the call. */
  public void sync() {
    lifetime.whileOpen(
        () -> {
          commits.checkpoint();
          return true;
        });
  }

  // ------------------------------------------------------------------ reading

  @Override
  public byte @Nullable [] get(byte[] key) {
    return reader.get(key);
  }

  @Override
  public boolean has(byte[] key) {
    return reader.has(key);
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return reader.scan(range, backward);
  }

  /** All entries in the order of their keys; to be closed. */
  public EntryCursor scan() {
    return scan(KeyRange.ALL, false);
  }

  /** The entries as they are now. Closed with the store, at the latest. */
  public Snapshot snapshot() {
    return lifetime.whileOpen(() -> OpenReader.of(engine.snapshot(), lifetime));
  }

  /**
   * What failed last of that which is done in the background: a merge, a compaction, a checkpoint,
   * a hint file; null if nothing did, or it has succeeded since. Nothing is lost by it: it is tried
   * again. But until it succeeds, room is not given back, and an LSM tree may at last refuse
   * writes.
   */
  public @Nullable Throwable backgroundFailure() {
    return lifetime.<@Nullable Throwable>whileOpen(engine::backgroundFailure);
  }

  // ------------------------------------------------------------------ backup

  /** Copies the entries as they are now into a new store in files, which are made of the same. */
  public void backup(Path target) {
    KeyValueOptions own = options;
    FileStack stack = StackedVfs.stackOf(own.vfs(), own.name());
    KeyValueOptions copy =
        KeyValueOptions.at(target)
            .withEngine(factory.isVolatile() ? null : factory)
            .withMemoryBytes(own.memoryBytes())
            .withExecutor(own.executor())
            .withStorage(stack)
            .withKey(own.keySource());
    backup(copy, bytes -> {});
  }

  /**
   * Copies the entries as they are now into a new store, perhaps of another engine, or on other
   * files, while others read and write. It is durable when this returns. If it fails, or the
   * process dies, what there is of the copy cannot be opened; another one may be written over it.
   *
   * @param progress is told from time to time how many bytes have been copied; what it throws ends
   *     the copy. It must not close this store
   * @throws org.pydb.engine.error.StorageException if there is a store already
   */
  public void backup(KeyValueOptions target, LongConsumer progress) {
    lifetime.whileOpen(
        () -> {
          try (Snapshot now = engine.snapshot()) {
            StoreCopy.write(now, target, progress);
          }
          return true;
        });
  }

  // ------------------------------------------------------------------ closing

  /** Closes what was opened of it, makes all durable and closes the files. */
  @Override
  public void close() {
    lifetime.close();
  }

  private static void close(StorageEngine engine, @Nullable VfsLock lock) {
    try {
      engine.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
