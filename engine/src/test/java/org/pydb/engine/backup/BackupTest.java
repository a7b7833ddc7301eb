package org.pydb.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.golden.DatabaseDump;
import org.pydb.engine.golden.GoldenDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A backup of a database that holds something of every kind is a whole database of its own, or is
 * not there at all.
 */
class BackupTest {
  private static final String SHOP = "shop.pydb";
  private static final String COPY = "copy.pydb";

  private static DatabaseOptions options(Vfs vfs, String name) {
    return new DatabaseOptions(vfs, name, DatabaseOptions.Mode.CREATE, 4L << 20, Runnable::run);
  }

  private static Database golden(Vfs vfs) {
    Database database = Database.open(options(vfs, SHOP));
    new GoldenDatabase().fill(database);
    return database;
  }

  private static void ignore(long pages) {}

  private static String dump(Vfs vfs, String name) {
    assertThat(DatabaseVerifier.verifyFile(vfs, name)).isEmpty();
    try (Database database = Database.open(options(vfs, name))) {
      assertThat(database.verify()).isEmpty();
      return DatabaseDump.of(database);
    }
  }

  @Test
  void copyHoldsAllThatIsCommittedAndIsADatabaseOfItsOwn() {
    MemoryVfs vfs = new MemoryVfs();
    String before;
    try (Database database = golden(vfs)) {
      before = DatabaseDump.of(database);
      database.backup(vfs, COPY, BackupTest::ignore);
      new GoldenDatabase().change(database, 1);
      assertThat(DatabaseDump.of(database)).isNotEqualTo(before);
    }
    assertThat(vfs.exists(COPY + "-wal")).as("a log").isFalse();
    assertThat(dump(vfs, COPY)).isEqualTo(before);
    try (Database copy = Database.open(options(vfs, COPY))) {
      new GoldenDatabase().change(copy, 2);
      copy.backup(vfs, "third.pydb", BackupTest::ignore);
    }
    assertThat(dump(vfs, COPY)).isEqualTo(dump(vfs, "third.pydb"));
    assertThat(dump(vfs, SHOP)).isNotEqualTo(dump(vfs, COPY));
  }

  @Test
  void databaseInMemoryCanBeSaved(@TempDir Path directory) {
    try (Database database = Database.open(DatabaseOptions.inMemory("shop"))) {
      new GoldenDatabase().fill(database);
      database.backup(directory.resolve("saved"), BackupTest::ignore);
      try (Database saved = Database.open(DatabaseOptions.at(directory.resolve("saved.pydb")))) {
        assertThat(DatabaseDump.of(saved)).isEqualTo(DatabaseDump.of(database));
      }
    }
    assertThat(directory.toFile().list()).containsExactly("saved.pydb");
  }

  @Test
  void emptyDatabaseCanBeSaved() {
    MemoryVfs vfs = new MemoryVfs();
    try (Database database = Database.open(options(vfs, SHOP))) {
      database.backup(vfs, COPY, BackupTest::ignore);
    }
    assertThat(dump(vfs, COPY)).isEqualTo(dump(vfs, SHOP));
  }

  /** Half of the rows go; the copy takes no more room than the rest needs. */
  @Test
  void copyHasNoFreePages() {
    MemoryVfs vfs = new MemoryVfs();
    GoldenDatabase golden = new GoldenDatabase();
    try (Database database = Database.open(options(vfs, SHOP))) {
      golden.fill(database);
      for (int round = 1; round < 7; round++) {
        golden.change(database, round);
      }
      database.backup(vfs, COPY, BackupTest::ignore);
    }
    assertThat(dump(vfs, COPY)).isEqualTo(dump(vfs, SHOP));
    assertThat(bytes(vfs, COPY).length).isLessThan(bytes(vfs, SHOP).length / 2);
  }

  @Test
  void existingFilesAreNotOverwritten(@TempDir Path directory) throws Exception {
    Path copy = directory.resolve("copy.pydb");
    try (Database database = golden(new MemoryVfs())) {
      Files.writeString(copy, "mine");
      assertThatThrownBy(() -> database.backup(copy, BackupTest::ignore))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll("copy.pydb", "exists already");
      assertThat(copy).hasContent("mine");
      Files.move(copy, directory.resolve("copy.pydb-wal"));
      assertThatThrownBy(() -> database.backup(copy, BackupTest::ignore))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll("copy.pydb-wal", "exists already");
    }
    assertThat(directory.toFile().list()).containsExactly("copy.pydb-wal");
  }

  @Test
  void databaseIsNoBackupOfItself() {
    MemoryVfs vfs = new MemoryVfs();
    try (Database database = golden(vfs)) {
      assertThatThrownBy(() -> database.backup(vfs, SHOP, BackupTest::ignore))
          .hasMessageContaining("exists already");
    }
  }

  @Test
  void whatProgressThrowsEndsIt() {
    MemoryVfs vfs = new MemoryVfs();
    try (Database database = golden(vfs)) {
      IllegalStateException enough = new IllegalStateException("enough");
      assertThatThrownBy(
              () ->
                  database.backup(
                      vfs,
                      COPY,
                      pages -> {
                        throw enough;
                      }))
          .isSameAs(enough);
      assertNothingLeft(vfs);
      database.backup(vfs, COPY, BackupTest::ignore);
    }
    assertThat(dump(vfs, COPY)).isEqualTo(dump(vfs, SHOP));
  }

  private static void assertNothingLeft(Vfs vfs) {
    for (String suffix : List.of("", "-part", "-wal", "-lock")) {
      assertThat(vfs.exists(COPY + suffix)).as(suffix).isFalse();
    }
  }

  /** Each operation on the copy's disk fails in turn. */
  @Test
  void failureLeavesNothing() {
    MemoryVfs there = new MemoryVfs();
    FaultyVfs disk = new FaultyVfs(there);
    try (Database database = golden(new MemoryVfs())) {
      for (long n = 0; ; n++) {
        disk.failOnce(
            EnumSet.of(
                FaultyVfs.Operation.WRITE,
                FaultyVfs.Operation.SYNC,
                FaultyVfs.Operation.RENAME,
                FaultyVfs.Operation.SYNC_NAMES),
            n,
            () -> new StorageException("planted fault"));
        try {
          database.backup(disk, COPY, BackupTest::ignore);
          assertThat(n).isGreaterThan(8);
          break;
        } catch (StorageException e) {
          assertThat(e).hasMessageContaining("planted fault");
          assertNothingLeft(there);
        }
      }
      assertThat(dump(there, COPY)).isEqualTo(DatabaseDump.of(database));
      assertThat(database.verify()).isEmpty();
    }
  }

  @Test
  void fullDiskIsTold() {
    MemoryVfs there = new MemoryVfs();
    FaultyVfs disk = new FaultyVfs(there);
    MemoryVfs enough = new MemoryVfs();
    try (Database database = golden(new MemoryVfs())) {
      database.backup(enough, COPY, BackupTest::ignore);
      int size = bytes(enough, COPY).length;
      for (int room = 0; room < size; room += size / 5) {
        disk.fullAfter(room);
        assertThatThrownBy(() -> database.backup(disk, COPY, BackupTest::ignore))
            .isInstanceOf(DiskFullException.class);
        assertNothingLeft(there);
      }
    }
  }

  /** When the call has returned, a power failure takes nothing; before, it takes all or nothing. */
  @Test
  void copyIsDurable() {
    Random random = Seeds.random("copyIsDurable");
    PowerLossVfs disk = new PowerLossVfs();
    try (Database database = golden(new MemoryVfs())) {
      for (int i = 0; i < 5; i++) {
        long stopAt = random.nextInt(200);
        PowerLossVfs crashed = new PowerLossVfs();
        try {
          database.backup(
              crashed,
              COPY,
              pages -> {
                if (pages > stopAt) {
                  throw new IllegalStateException("power failure");
                }
              });
        } catch (IllegalStateException e) {
          assertThat(crashed.afterPowerLoss(random).exists(COPY)).isFalse();
        }
      }
      database.backup(disk, COPY, BackupTest::ignore);
      assertThat(dump(disk.afterPowerLoss(random), COPY)).isEqualTo(DatabaseDump.of(database));
    }
  }

  /**
   * Somebody puts the copy where the database was, and leaves the log of a crash beside it. It must
   * not be applied, and must not be thrown away.
   */
  @Test
  void logOfTheOriginalIsRefused() {
    PowerLossVfs disk = new PowerLossVfs();
    Database database = golden(disk);
    database.backup(disk, COPY, BackupTest::ignore);
    new GoldenDatabase().change(database, 1);
    Map<String, byte[]> files = disk.contents(); // The process dies.
    byte[] log = files.get(SHOP + "-wal");
    PowerLossVfs mixed = new PowerLossVfs(Map.of(SHOP, files.get(COPY), SHOP + "-wal", log));
    assertThatThrownBy(() -> Database.open(options(mixed, SHOP)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContainingAll(SHOP + "-wal", "belongs to another database");
    assertThat(mixed.contents().get(SHOP + "-wal")).isEqualTo(log);
  }

  // ------------------------------------------------------------------ restore

  @Test
  void restoreCopiesADatabaseWithItsLog() {
    PowerLossVfs disk = new PowerLossVfs();
    Database database = golden(disk);
    new GoldenDatabase().change(database, 1);
    String before = DatabaseDump.of(database);
    Map<String, byte[]> files = disk.contents(); // The process dies.
    PowerLossVfs found = new PowerLossVfs(files);
    Database.restore(options(found, SHOP), options(found, COPY), BackupTest::ignore);
    assertThat(found.contents()).containsAllEntriesOf(files);
    assertThat(dump(found, COPY)).isEqualTo(before);
    assertThatThrownBy(
            () -> Database.restore(options(found, SHOP), options(found, COPY), BackupTest::ignore))
        .hasMessageContaining("exists already");
  }

  /** Whatever page is damaged: the copy is as the original was, or is not there. */
  @Test
  void damageIsNotCopied() {
    Random random = Seeds.random("damageIsNotCopied");
    MemoryVfs vfs = new MemoryVfs();
    golden(vfs).close();
    String before = dump(vfs, SHOP);
    byte[] whole = bytes(vfs, SHOP);
    int copies = 0;
    for (int page = 0; page < whole.length / PageLayout.PAGE_SIZE; page++) {
      byte[] bytes = whole.clone();
      bytes[page * PageLayout.PAGE_SIZE + random.nextInt(PageLayout.PAGE_SIZE)] ^=
          (byte) (1 << random.nextInt(8));
      PowerLossVfs disk = new PowerLossVfs(Map.of(SHOP, bytes));
      try {
        Database.restore(options(disk, SHOP), options(disk, COPY), BackupTest::ignore);
        assertThat(dump(disk, COPY)).isEqualTo(before);
        copies++;
      } catch (EngineException e) {
        assertNothingLeft(disk);
      }
    }
    assertThat(copies).as("metas and free pages do no harm").isPositive();
  }

  private static byte[] bytes(Vfs vfs, String name) {
    try (VfsFile file = vfs.open(name, Vfs.OpenMode.READ)) {
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }
}
