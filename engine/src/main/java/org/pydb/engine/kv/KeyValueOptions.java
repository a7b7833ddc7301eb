package org.pydb.engine.kv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.FileLayoutException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.layer.FileStack;
import org.pydb.engine.vfs.layer.StackedVfs;

/**
 * How a key–value store is opened. Immutable; each {@code with} method gives a changed copy.
 *
 * @param vfs where its files are
 * @param name the name of the file that says what it is; those of the others begin with it
 * @param engine what keeps the entries; null for the engine that the store was made with, or, if it
 *     is yet to be made, the B+tree
 * @param durability when a write returns that does not say it
 * @param memoryBytes the memory that the engine may take for pages, blocks and what waits
 * @param executor runs what is to be done in the background
 * @param storage what all files are made of, if the store is made, and must be made of, if it is
 *     there; null for what they are made of, or, if they are yet to be made, plain ones
 * @param keySource gives the key of an encrypted store; {@link KeySource#NONE} if it is not
 */
public record KeyValueOptions(
    Vfs vfs,
    String name,
    @Nullable EngineFactory engine,
    Durability durability,
    long memoryBytes,
    Executor executor,
    @Nullable FileStack storage,
    KeySource keySource) {

  /** The ending of the name of a store. */
  public static final String SUFFIX = ".kv";

  private static final Set<String> NO_FILES = Set.of("", ".", "..");

  private static final Executor BACKGROUND =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pydb-kv-background");
            thread.setDaemon(true);
            return thread;
          });

  /** Checks what is given. */
  public KeyValueOptions {
    Objects.requireNonNull(vfs, "the place of the files is null");
    Objects.requireNonNull(name, "the name is null");
    Objects.requireNonNull(durability, "the durability is null");
    Objects.requireNonNull(executor, "the executor is null");
    Objects.requireNonNull(keySource, "the key source is null; KeySource.NONE has no key");
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException(memoryBytes + " bytes of memory");
    }
  }

  /** A store in files; {@code shop} and {@code shop.kv} name the same one. */
  public static KeyValueOptions at(Path path) {
    Objects.requireNonNull(path, "the path is null");
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    Path last = path.getFileName();
    if (directory == null || last == null || NO_FILES.contains(last.toString())) {
      throw new IllegalArgumentException("'" + path + "' names no file");
    }
    String file = last.toString();
    return new KeyValueOptions(
        new DiskVfs(directory),
        file.endsWith(SUFFIX) ? file : file + SUFFIX,
        null,
        Durability.SYNCED,
        defaultMemoryBytes(),
        BACKGROUND,
        null,
        KeySource.NONE);
  }

  /** A store in memory, gone when it is closed. */
  public static KeyValueOptions inMemory() {
    return at(Path.of("memory")).withVfs(new MemoryVfs()).withEngine(MemoryEngine.FACTORY);
  }

  /** An eighth of the heap. */
  private static long defaultMemoryBytes() {
    return Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 8);
  }

  /** The same in another place that holds files. */
  public KeyValueOptions withVfs(Vfs newVfs) {
    return new KeyValueOptions(
        newVfs, name, engine, durability, memoryBytes, executor, storage, keySource);
  }

  /** The same on another engine. */
  public KeyValueOptions withEngine(@Nullable EngineFactory newEngine) {
    return new KeyValueOptions(
        vfs, name, newEngine, durability, memoryBytes, executor, storage, keySource);
  }

  /** The same with writes that return earlier, or later. */
  public KeyValueOptions withDurability(Durability newDurability) {
    return new KeyValueOptions(
        vfs, name, engine, newDurability, memoryBytes, executor, storage, keySource);
  }

  /** The same with more memory, or less. */
  public KeyValueOptions withMemoryBytes(long newMemoryBytes) {
    return new KeyValueOptions(
        vfs, name, engine, durability, newMemoryBytes, executor, storage, keySource);
  }

  /** The same with another executor. */
  public KeyValueOptions withExecutor(Executor newExecutor) {
    return new KeyValueOptions(
        vfs, name, engine, durability, memoryBytes, newExecutor, storage, keySource);
  }

  /** The same in files made of something else, such as {@code segmented(64m)+compressed}. */
  public KeyValueOptions withStorage(@Nullable FileStack newStorage) {
    return new KeyValueOptions(
        vfs, name, engine, durability, memoryBytes, executor, newStorage, keySource);
  }

  /** The same with somebody who knows the key, so that all files are encrypted. */
  public KeyValueOptions withKey(KeySource source) {
    return new KeyValueOptions(
        vfs, name, engine, durability, memoryBytes, executor, storage, source);
  }

  /** What an engine is given of it. */
  EngineContext context() {
    return new EngineContext(vfs, name, memoryBytes, executor);
  }

  /** The same with layers on the files of its place, as {@link #files} says. */
  KeyValueOptions withLayers() {
    return withVfs(files());
  }

  /** Whether something else is asked for than files as the operating system has them. */
  boolean hasLayers() {
    return storage != null || hasKey();
  }

  /**
   * The files with their layers: those that are wanted, or that the store has, which the file of
   * its name tells.
   *
   * @throws FileLayoutException if it has others
   * @throws KeyException if there is no key, and one is needed, or the other way round
   */
  private Vfs files() {
    boolean hasKey = hasKey();
    FileStack found = StackedVfs.stackOf(vfs, name);
    FileStack stack;
    if (storage != null) {
      stack = storage.withEncryption(hasKey);
    } else {
      stack = found != null ? found : FileStack.PLAIN.withEncryption(hasKey);
    }
    if (found != null) {
      check(found, stack, hasKey);
    }
    return FileStack.PLAIN.equals(stack)
        ? vfs
        : new StackedVfs(vfs, stack, keySource, file -> true);
  }

  private void check(FileStack found, FileStack wanted, boolean hasKey) {
    if (found.encrypted() && !hasKey) {
      throw new KeyException(
          KeyException.Kind.MISSING, vfs.describe(name) + " is encrypted: open it with its key");
    }
    if (!found.encrypted() && hasKey) {
      throw new KeyException(
          KeyException.Kind.UNWANTED,
          vfs.describe(name) + " is not encrypted, and a key was given: open it without one");
    }
    if (!found.isLike(wanted)) {
      throw new FileLayoutException(
          vfs.describe(name)
              + " is "
              + found
              + ", and "
              + wanted
              + " was asked for: leave that out to open it as it is");
    }
  }

  private boolean hasKey() {
    char[] key = keySource.key();
    if (key != null) {
      Arrays.fill(key, '\0');
    }
    return key != null;
  }
}
