package org.pydb.calcite.service;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.ddl.TemporaryTables;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicies;
import org.pydb.engine.eviction.EvictionPolicy;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.vfs.layer.FileStack;

/** Opens databases of the engine. Found by {@code ServiceLoader}. */
public final class DatabaseOpener implements SqlDatabases.Opener {
  private static final System.Logger LOGGER = System.getLogger("org.pydb");

  private static final String MEMORY = "memory";
  private static final String EVICTION = "eviction";
  private static final String STORAGE = "storage";

  /** The least memory with which a database works. */
  private static final long MEMORY_MIN = 16L << 20;

  /** Plans may take this part of the memory beside pages and queries, and no more than this. */
  private static final int PLANS_SHARE = 32;

  private static final long PLANS_MAX = 32L << 20;

  /** For {@code ServiceLoader}. */
  public DatabaseOpener() {}

  @Override
  public SqlDatabase open(DatabaseLocation location, Map<String, String> properties) {
    long memory = memory(properties);
    // Half for pages, half for what queries sort, hash and collect.
    DatabaseOptions options =
        options(location)
            .withStorage(storage(location, properties))
            .withEviction(eviction(properties))
            .withPoolBytes(memory / 2)
            .withRecoveryListener(line -> LOGGER.log(System.Logger.Level.INFO, line));
    try {
      Database database = Database.open(options);
      if (options.mode() != DatabaseOptions.Mode.READ_ONLY) {
        dropTemporaryTables(database);
      }
      return new OpenDatabase(
          database,
          new MemoryQuota(memory / 2, MEMORY),
          Math.min(PLANS_MAX, memory / PLANS_SHARE),
          properties);
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  /** Drops what sessions left that did not end. */
  private static void dropTemporaryTables(Database database) {
    List<String> left;
    try (Transaction looking = database.begin(true)) {
      left = looking.catalog().schemaNames().stream().filter(TemporarySchemas::isOne).toList();
    }
    for (String schema : left) {
      try (Transaction dropping = database.begin()) {
        TemporaryTables.drop(dropping, schema);
        dropping.commit();
      }
    }
  }

  @Override
  public void restore(
      Path backup, Path target, Supplier<char @Nullable []> key, LongConsumer progress) {
    try {
      Database.restore(
          DatabaseOptions.at(backup).withKey(key::get), DatabaseOptions.at(target), progress);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  private static DatabaseOptions options(DatabaseLocation location) {
    if (location instanceof DatabaseLocation.File file) {
      DatabaseOptions.Mode mode =
          switch (file.mode()) {
            case CREATE -> DatabaseOptions.Mode.CREATE;
            case EXISTING -> DatabaseOptions.Mode.EXISTING;
            case READ_ONLY -> DatabaseOptions.Mode.READ_ONLY;
          };
      return DatabaseOptions.at(file.path()).withMode(mode).withKey(file.key()::get);
    }
    return DatabaseOptions.inMemory(((DatabaseLocation.Memory) location).name());
  }

  /** What the data file shall be made of, or null. */
  private static @Nullable FileStack storage(
      DatabaseLocation location, Map<String, String> properties) {
    String given = properties.get(STORAGE);
    if (given == null) {
      return null;
    }
    FileStack storage = FileStacks.parse(given);
    if (!(location instanceof DatabaseLocation.File file)) {
      throw new SqlError(
          "22023", "property storage is \"" + given + "\": a database in memory has no file");
    }
    if (storage.compressed() && hasKey(file)) {
      throw new SqlError(
          "22023",
          "property storage is \""
              + given
              + "\", and there is an encryption_key: what is encrypted cannot be compressed, choose"
              + " one of them");
    }
    return storage;
  }

  private static Supplier<Eviction> eviction(Map<String, String> properties) {
    String given = properties.get(EVICTION);
    Supplier<Eviction> found =
        given == null ? EvictionPolicy.SECOND_CHANCE : EvictionPolicies.find(given);
    if (found == null) {
      throw new SqlError(
          "22023",
          "property eviction has the value \""
              + given
              + "\", expected one of "
              + String.join(", ", EvictionPolicies.names())
              + "; a program makes others known by EvictionPolicies.register");
    }
    return found;
  }

  private static boolean hasKey(DatabaseLocation.File file) {
    char[] key = file.key().get();
    if (key != null) {
      Arrays.fill(key, '\0');
    }
    return key != null;
  }

  private static long memory(Map<String, String> properties) {
    String given = properties.get(MEMORY);
    if (given == null) {
      return Math.max(MEMORY_MIN, Runtime.getRuntime().maxMemory() / 2);
    }
    long memory = ByteSize.parse(MEMORY, given);
    if (memory < MEMORY_MIN) {
      throw new SqlError(
          "22023",
          "property memory is \"" + given + "\": at least " + (MEMORY_MIN >> 20) + "m are needed");
    }
    return memory;
  }
}
