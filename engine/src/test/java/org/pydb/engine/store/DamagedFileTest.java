package org.pydb.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.FormatTooOldException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.Vfs;

/**
 * Files that are not what they should be: each is refused with its own error and left untouched.
 */
class DamagedFileTest {
  private static final String NAME = "test.pydb";
  private static final String LOG = NAME + "-wal";

  /** A database that was closed cleanly. */
  private byte[] clean = {};

  /** The same, but the process died: there are commits in the log. */
  private Map<String, byte[]> unclean = Map.of();

  @BeforeEach
  void makeDatabases() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(disk, StoreOptions.Mode.CREATE);
    commit(store, 0, 2000);
    store.close();
    clean = disk.contents().get(NAME);
    store = open(disk, StoreOptions.Mode.EXISTING);
    commit(store, 2000, 2100);
    unclean = disk.contents();
  }

  private static TreeStore open(Vfs vfs, StoreOptions.Mode mode) {
    return TreeStore.open(new StoreOptions(vfs, NAME, mode, 4_000_000, Runnable::run));
  }

  private static void commit(TreeStore store, int from, int to) {
    byte[] key = new byte[4];
    byte[] value = new byte[50];
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = from; i < to; i++) {
        Bytes.putInt(key, 0, i);
        transaction.writes().put(16, true, key, 0, 4, value, 0, value.length);
      }
      transaction.commit();
    }
  }

  private static void refuses(
      Map<String, byte[]> files, Class<? extends EngineException> error, String... says) {
    for (StoreOptions.Mode mode :
        new StoreOptions.Mode[] {
          StoreOptions.Mode.CREATE, StoreOptions.Mode.EXISTING, StoreOptions.Mode.READ_ONLY
        }) {
      PowerLossVfs disk = new PowerLossVfs(files);
      assertThatThrownBy(() -> open(disk, mode).close())
          .isInstanceOf(error)
          .hasMessageContainingAll(says);
      assertThat(disk.contents()).as("left untouched").containsAllEntriesOf(files);
    }
  }

  @Test
  void foreignFileIsRefused() {
    refuses(
        Map.of(NAME, "SQLite format 3\0 and so on".getBytes(UTF_8)),
        NotADatabaseException.class,
        NAME,
        "not a pydb database",
        "left untouched");
    refuses(Map.of(NAME, new byte[100_000]), NotADatabaseException.class, NAME);
  }

  @Test
  void missingFileIsNotMadeUnlessAskedFor() {
    PowerLossVfs disk = new PowerLossVfs();
    assertThatThrownBy(() -> open(disk, StoreOptions.Mode.EXISTING))
        .isInstanceOf(NotADatabaseException.class)
        .hasMessageContaining("no such file");
    assertThat(disk.contents()).isEmpty();
  }

  @Test
  void newerAndOlderFormatsAreTold() {
    refuses(Map.of(NAME, withVersion(2)), FormatTooNewException.class, "format 2", "Upgrade");
    refuses(Map.of(NAME, withVersion(0)), FormatTooOldException.class, "format 0");
  }

  private byte[] withVersion(int version) {
    byte[] file = clean.clone();
    Bytes.putInt(file, 8, version);
    int crc = PageLayout.PAGE_SIZE - 4;
    Bytes.putInt(file, crc, Crc32c.of(file, 0, crc));
    return file;
  }

  @Test
  void damagedHeaderIsTold() {
    byte[] file = clean.clone();
    file[20] ^= 1;
    refuses(Map.of(NAME, file), CorruptionException.class, NAME, "page 0");
  }

  /**
   * A process that is killed while it makes a database leaves one of these files. Nothing was ever
   * in it, so nothing is wrong with it, and the next process makes its database there.
   */
  @Test
  void fileWhoseMakingWasCutOffHoldsNothingYet() {
    int kinds = 0;
    for (Map<String, byte[]> files = making(kinds); !files.isEmpty(); files = making(kinds)) {
      kinds++;
      PowerLossVfs disk = new PowerLossVfs(files);
      assertThat(DatabaseVerifier.verifyFile(disk, NAME)).as("%d changes", kinds).isEmpty();
      assertThatThrownBy(() -> open(disk, StoreOptions.Mode.EXISTING))
          .isInstanceOf(NotADatabaseException.class)
          .hasMessageContainingAll(NAME, "holds no database yet", "open=create");
      try (TreeStore store = open(disk, StoreOptions.Mode.CREATE)) {
        commit(store, 0, 10);
      }
      assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
    }
    assertThat(kinds).isGreaterThan(3);
  }

  /** What is there after so many changes, and half of a write; nothing if that is all of it. */
  private static Map<String, byte[]> making(int changes) {
    PowerLossVfs disk = new PowerLossVfs();
    FaultyVfs failing = new FaultyVfs(disk);
    failing.failFrom(
        EnumSet.of(Operation.WRITE, Operation.SYNC), changes, () -> new StorageException("dead"));
    try {
      open(failing, StoreOptions.Mode.CREATE);
      return Map.of();
    } catch (StorageException e) {
      byte[] file = disk.contents().get(NAME);
      boolean isMade = Bytes.getInt(file, PageLayout.PAGE_SIZE - 4) != 0; // The header's checksum.
      return isMade ? Map.of() : Map.of(NAME, file);
    }
  }

  /**
   * A young database may have all that it knows in its log. When its file's first page is lost, it
   * must not pass for one that was never finished, and be made anew.
   */
  @Test
  void smallFileWithoutHeaderIsNoNewFile() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(disk, StoreOptions.Mode.CREATE);
    commit(store, 0, 10);
    Map<String, byte[]> files = disk.contents(); // The process dies.
    byte[] file =
        Arrays.copyOf(files.get(NAME), 3 * PageLayout.PAGE_SIZE); // Behind is nothing yet.
    files.put(NAME, file);
    Arrays.fill(file, 0, PageLayout.PAGE_SIZE, (byte) 0);
    refuses(files, NotADatabaseException.class, NAME);
    byte[] torn = disk.contents().get(NAME);
    Bytes.putInt(torn, PageLayout.PAGE_SIZE - 4, 0);
    refuses(Map.of(NAME, torn, LOG, files.get(LOG)), CorruptionException.class, NAME, "page 0");
  }

  @Test
  void oneDamagedMetaDoesNoHarmAfterACleanClose() {
    for (int page = 1; page <= 2; page++) {
      byte[] file = clean.clone();
      file[page * PageLayout.PAGE_SIZE + 100] ^= 1;
      PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, file));
      open(disk, StoreOptions.Mode.EXISTING).close();
      assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
    }
  }

  @Test
  void twoDamagedMetasAreTold() {
    byte[] file = clean.clone();
    file[PageLayout.PAGE_SIZE + 100] ^= 1;
    file[2 * PageLayout.PAGE_SIZE + 100] ^= 1;
    refuses(Map.of(NAME, file), CorruptionException.class, "pages 1 and 2");
  }

  @Test
  void missingOrEmptyLogIsTold() {
    refuses(
        Map.of(NAME, unclean.get(NAME)),
        CorruptionException.class,
        LOG,
        "missing",
        "restore a backup");
    refuses(Map.of(NAME, unclean.get(NAME), LOG, new byte[0]), CorruptionException.class, LOG);
  }

  @Test
  void logOfAnotherDatabaseIsTold() {
    PowerLossVfs other = new PowerLossVfs();
    commit(open(other, StoreOptions.Mode.CREATE), 0, 10);
    refuses(
        Map.of(NAME, unclean.get(NAME), LOG, other.contents().get(LOG)),
        EngineException.class,
        LOG);
  }

  /** Somebody put back an old copy of the data file, but not of the log. */
  @Test
  void logThatKnowsMoreThanACleanFileIsTold() {
    PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, clean, LOG, unclean.get(LOG)));
    assertThatThrownBy(() -> open(disk, StoreOptions.Mode.EXISTING))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("was replaced by another copy");
    assertThat(disk.contents()).containsEntry(LOG, unclean.get(LOG));
  }

  @Test
  void truncatedFileIsTold() {
    for (int pages = 3; pages < clean.length / PageLayout.PAGE_SIZE; pages += 3) {
      byte[] file = Arrays.copyOf(clean, pages * PageLayout.PAGE_SIZE);
      PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, file));
      assertThat(complaint(disk)).as("%s pages", pages).contains("end of the file");
    }
  }

  /** Every flipped bit is found, by whoever reads the page at the latest. */
  @Test
  void flippedBitsAreFound() {
    Random random = Seeds.random("flippedBitsAreFound");
    for (int i = 0; i < 300; i++) {
      byte[] file = clean.clone();
      int at = random.nextInt(file.length);
      file[at] ^= (byte) (1 << random.nextInt(8));
      int page = at / PageLayout.PAGE_SIZE;
      if (page == 1 || page == 2) {
        continue; // The other meta is as good.
      }
      PowerLossVfs disk = new PowerLossVfs(Map.of(NAME, file));
      String complaint = complaint(disk);
      assertThat(complaint).as("byte %s", at).isNotEmpty();
    }
  }

  /** What opening, or else reading everything, complains of. */
  private static String complaint(PowerLossVfs disk) {
    try (TreeStore store = open(disk, StoreOptions.Mode.READ_ONLY);
        TreeTransaction transaction = store.begin(true)) {
      return String.join("; ", DatabaseVerifier.verify(transaction.view()))
          + String.join("; ", DatabaseVerifier.verifyFile(disk, NAME));
    } catch (NotADatabaseException | FormatTooNewException | CorruptionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void readOnlyChangesNothing() {
    for (Map<String, byte[]> files : List.of(Map.of(NAME, clean), unclean)) {
      PowerLossVfs disk = new PowerLossVfs(files);
      try (TreeStore store = open(disk, StoreOptions.Mode.READ_ONLY);
          TreeTransaction transaction = store.begin(false)) {
        assertThat(transaction.isReadOnly()).isTrue();
        long rows = transaction.version().roots().getOrEmpty(16).entries();
        assertThat(rows).isEqualTo(files.size() == 1 ? 2000 : 2100);
        assertThat(DatabaseVerifier.verify(transaction.view())).isEmpty();
      }
      assertThat(disk.contents()).containsAllEntriesOf(files);
    }
  }
}
