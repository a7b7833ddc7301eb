package org.pydb.engine.kv;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

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
 */
public record KeyValueOptions(
    Vfs vfs,
    String name,
    @Nullable EngineFactory engine,
    Durability durability,
    long memoryBytes,
    Executor executor) {

  /** The ending of the name of a store. */
  public static final String SUFFIX = ".kv";

  private static final Executor BACKGROUND =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pydb-kv-background");
            thread.setDaemon(true);
            return thread;
          });

  /** Checks the numbers. */
  public KeyValueOptions {
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException(memoryBytes + " bytes of memory");
    }
  }

  /** A store in files; {@code shop} and {@code shop.kv} name the same one. */
  public static KeyValueOptions at(Path path) {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    Path last = absolute.getFileName();
    if (directory == null || last == null) {
      throw new IllegalArgumentException(path + " names no file");
    }
    String file = last.toString();
    return new KeyValueOptions(
        new DiskVfs(directory),
        file.endsWith(SUFFIX) ? file : file + SUFFIX,
        null,
        Durability.SYNCED,
        defaultMemoryBytes(),
        BACKGROUND);
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
    return new KeyValueOptions(newVfs, name, engine, durability, memoryBytes, executor);
  }

  /** The same on another engine. */
  public KeyValueOptions withEngine(EngineFactory newEngine) {
    return new KeyValueOptions(vfs, name, newEngine, durability, memoryBytes, executor);
  }

  /** The same with writes that return earlier, or later. */
  public KeyValueOptions withDurability(Durability newDurability) {
    return new KeyValueOptions(vfs, name, engine, newDurability, memoryBytes, executor);
  }

  /** The same with more memory, or less. */
  public KeyValueOptions withMemoryBytes(long newMemoryBytes) {
    return new KeyValueOptions(vfs, name, engine, durability, newMemoryBytes, executor);
  }

  /** The same with another executor. */
  public KeyValueOptions withExecutor(Executor newExecutor) {
    return new KeyValueOptions(vfs, name, engine, durability, memoryBytes, newExecutor);
  }
}
