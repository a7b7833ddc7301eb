package org.pydb.calcite.service;

import java.nio.file.Path;
import java.util.Map;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Opens databases on a disk of their own in memory, for tests that want less memory than users may.
 */
public final class DatabaseInMemory {
  private static final long PLAN_BYTES = 4L << 20;

  private DatabaseInMemory() {}

  /**
   * A new database.
   *
   * @param memory for what queries keep; the rest spills
   */
  public static SqlDatabase open(long memory, Map<String, String> properties) {
    DatabaseOptions options =
        DatabaseOptions.at(Path.of("random")).withVfs(new MemoryVfs()).withPoolBytes(8L << 20);
    return new OpenDatabase(
        Database.open(options), new MemoryQuota(memory, "memory"), PLAN_BYTES, properties);
  }
}
