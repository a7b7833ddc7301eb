package org.pydb.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A database on files in memory that can be closed, or crash, and be opened again. Closing verifies
 * the file; so a test that ends with {@link #close} ends with the verifier.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String NAME = "test.pydb";
  private static final long POOL_BYTES = 4L << 20;

  private MemoryVfs vfs = new MemoryVfs();
  private Database database = open();

  private Database open() {
    return Database.open(
        new DatabaseOptions(vfs, NAME, DatabaseOptions.Mode.CREATE, POOL_BYTES, Runnable::run));
  }

  /** The database as it is open now. */
  public Database database() {
    return database;
  }

  /** Closes and opens it. */
  public void reopen() {
    close();
    database = open();
  }

  /** The process dies, its files stay as they are, and another one opens them. */
  public void crash() {
    vfs = copy(vfs);
    database = open();
    assertThat(database.verify()).isEmpty();
  }

  @Override
  public void close() {
    assertThat(database.verify()).isEmpty();
    database.close();
    assertThat(DatabaseVerifier.verifyFile(vfs, NAME)).isEmpty();
  }

  private static MemoryVfs copy(MemoryVfs from) {
    MemoryVfs to = new MemoryVfs();
    for (String name : List.of(NAME, NAME + "-wal")) {
      try (VfsFile in = from.open(name, Vfs.OpenMode.READ);
          VfsFile out = to.open(name, Vfs.OpenMode.CREATE)) {
        byte[] bytes = new byte[(int) in.size()];
        in.read(0, bytes, 0, bytes.length);
        out.write(0, bytes, 0, bytes.length);
      }
    }
    return to;
  }
}
