package org.pydb.engine.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.golden.DatabaseDump;
import org.pydb.engine.golden.GoldenDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PageType;
import org.pydb.engine.salvage.SalvageReport;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * A database that holds something of every kind, encrypted: nobody reads it without its key, nor
 * changes it without being noticed.
 */
class EncryptedDatabaseTest {
  private static final String SHOP = "shop.pydb";
  private static final String LOG = SHOP + "-wal";
  private static final String COPY = "copy.pydb";
  private static final KeySource KEY = "0123456789abcdef".repeat(4)::toCharArray;
  private static final KeySource OTHER = "fedcba9876543210".repeat(4)::toCharArray;

  /** What stands in names, comments and rows of the golden database. */
  private static final List<String> MARKS =
      List.of("kinds_check", "kinds_text", "child", "a short text", "round ", " äöü €", "char7");

  private final PowerLossVfs disk = new PowerLossVfs();

  private static DatabaseOptions options(Vfs vfs, String name, KeySource key) {
    return new DatabaseOptions(vfs, name, DatabaseOptions.Mode.CREATE, 4L << 20, Runnable::run)
        .withKey(key);
  }

  private Database open(KeySource key) {
    return Database.open(options(disk, SHOP, key));
  }

  private static void ignore(long pages) {}

  /** The files with checkpoints in the data file and commits in the log, as a crash leaves them. */
  private Map<String, byte[]> unclean(KeySource key) {
    try (Database database = open(key)) {
      new GoldenDatabase().fill(database);
      database.checkpoint();
      new GoldenDatabase().change(database, 1);
      return disk.contents();
    }
  }

  private static String dump(Vfs vfs, String name, KeySource key) {
    assertThat(DatabaseVerifier.verifyFile(vfs, name, key, true)).isEmpty();
    try (Database database = Database.open(options(vfs, name, key))) {
      assertThat(database.verify()).isEmpty();
      return DatabaseDump.of(database);
    }
  }

  /** The marks that stand in any of the files. */
  private static List<String> legible(Map<String, byte[]> files) {
    return MARKS.stream()
        .filter(mark -> files.values().stream().anyMatch(bytes -> holds(bytes, mark)))
        .toList();
  }

  private static boolean holds(byte[] bytes, String mark) {
    byte[] wanted = mark.getBytes(UTF_8);
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------ secrecy

  @Test
  void noFileCanBeReadWithoutTheKey() {
    assertThat(legible(unclean(KeySource.NONE))).as("of a plain database").isEqualTo(MARKS);
    disk.delete(SHOP);
    disk.delete(LOG);
    assertThat(legible(unclean(KEY))).as("of an encrypted one").isEmpty();
    try (Database database = open(KEY)) {
      database.backup(disk, COPY, EncryptedDatabaseTest::ignore);
      database.vacuum();
    }
    assertThat(disk.contents()).containsOnlyKeys(SHOP, COPY);
    assertThat(legible(disk.contents())).isEmpty();
  }

  @Test
  void crashesAndReopeningKeepAll() {
    Map<String, byte[]> left = unclean(KEY);
    String expected = dump(disk, SHOP, KEY);
    PowerLossVfs crashed = new PowerLossVfs(left);
    try (Database database =
        Database.open(options(crashed, SHOP, KEY).withMode(DatabaseOptions.Mode.READ_ONLY))) {
      assertThat(DatabaseDump.of(database)).isEqualTo(expected);
    }
    crashed
        .contents()
        .forEach((name, bytes) -> assertThat(Arrays.equals(bytes, left.get(name))).isTrue());
    assertThat(dumpOf(crashed)).isEqualTo(expected);
    assertThat(dumpOf(crashed)).isEqualTo(expected);
  }

  private static String dumpOf(PowerLossVfs crashed) {
    try (Database database = Database.open(options(crashed, SHOP, KEY))) {
      assertThat(database.verify()).isEmpty();
      return DatabaseDump.of(database);
    }
  }

  /** The time that it takes is wanted: whoever guesses needs it for each guess. */
  @Test
  void passphraseIsAKeyAsWell() {
    KeySource phrase = "correct horse battery staple"::toCharArray;
    try (Database database = open(phrase)) {
      new GoldenDatabase().fill(database);
      database.checkKey(phrase);
    }
    assertThat(dump(disk, SHOP, phrase)).contains("kinds_check");
    assertThatThrownBy(() -> open("correct horse battery stable"::toCharArray))
        .isInstanceOf(KeyException.class);
  }

  @Test
  void sameKeyInHexadecimalDigitsAndInBase64() {
    try (Database database = open(KEY)) {
      new GoldenDatabase().fill(database);
    }
    KeySource base64 = "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8="::toCharArray;
    try (Database database = open(base64)) {
      database.checkKey(KEY);
      assertThat(database.isEncrypted()).isTrue();
    }
  }

  // ------------------------------------------------------------------ wrong keys

  @Test
  void wrongKeysAreToldAndNothingIsWritten() {
    PowerLossVfs crashed = new PowerLossVfs(unclean(KEY));
    PowerLossVfs plain = new PowerLossVfs();
    try (Database database = Database.open(options(plain, SHOP, KeySource.NONE))) {
      new GoldenDatabase().fill(database);
    }
    refuses(crashed, OTHER, KeyException.Kind.WRONG);
    refuses(crashed, "a passphrase"::toCharArray, KeyException.Kind.WRONG);
    refuses(crashed, KeySource.NONE, KeyException.Kind.MISSING);
    refuses(plain, KEY, KeyException.Kind.UNWANTED);
    refuses(new PowerLossVfs(), ""::toCharArray, KeyException.Kind.UNWANTED);
  }

  private static void refuses(PowerLossVfs vfs, KeySource key, KeyException.Kind kind) {
    Map<String, byte[]> before = vfs.contents();
    for (DatabaseOptions.Mode mode :
        List.of(DatabaseOptions.Mode.READ_ONLY, DatabaseOptions.Mode.CREATE)) {
      if (mode == DatabaseOptions.Mode.READ_ONLY && before.isEmpty()) {
        continue;
      }
      assertThatThrownBy(() -> Database.open(options(vfs, SHOP, key).withMode(mode)))
          .isInstanceOfSatisfying(KeyException.class, e -> assertThat(e.kind()).isEqualTo(kind))
          .message()
          .doesNotContain("0123456789", "fedcba", "passphrase");
      byte[] bytes = vfs.contents().get(SHOP);
      assertThat(bytes == null ? new byte[0] : bytes)
          .isEqualTo(before.getOrDefault(SHOP, new byte[0]));
    }
  }

  @Test
  void whoeverJoinsMustHaveTheKeyToo() {
    try (Database database = open(KEY)) {
      database.checkKey(KEY);
      assertThatThrownBy(() -> database.checkKey(OTHER)).isInstanceOf(KeyException.class);
      assertThatThrownBy(() -> database.checkKey(KeySource.NONE)).isInstanceOf(KeyException.class);
    }
  }

  // ------------------------------------------------------------------ tampering

  /** Whoever changes a page can make its checksum right, but not its seal. */
  @Test
  void changedPageIsFoundThoughItsChecksumIsRight() {
    Map<String, byte[]> files = closed();
    byte[] file = files.get(SHOP);
    int changed = 0;
    for (int page = 1; page < file.length / PageLayout.PAGE_SIZE; page++) {
      int at = page * PageLayout.PAGE_SIZE;
      if (file[at + 4] == PageType.LEAF.code() || file[at + 4] == PageType.META.code()) {
        file[at + 100] ^= 1;
        putChecksum(file, at);
        changed++;
      }
    }
    assertThat(changed).isGreaterThan(2);
    assertThat(DatabaseVerifier.verifyFile(new PowerLossVfs(files), SHOP, KEY, true)).isNotEmpty();
    assertThatThrownBy(() -> dumpOf(new PowerLossVfs(files)))
        .isInstanceOf(CorruptionException.class);
  }

  /** Two leaves change places, with their numbers and checksums put right. */
  @Test
  void pagesCannotChangePlaces() {
    Map<String, byte[]> files = closed();
    byte[] file = files.get(SHOP);
    int[] leaves =
        IntStream.range(3, file.length / PageLayout.PAGE_SIZE)
            .map(page -> page * PageLayout.PAGE_SIZE)
            .filter(at -> file[at + 4] == PageType.LEAF.code())
            .limit(2)
            .toArray();
    byte[] first = Arrays.copyOfRange(file, leaves[0], leaves[0] + PageLayout.PAGE_SIZE);
    byte[] second = Arrays.copyOfRange(file, leaves[1], leaves[1] + PageLayout.PAGE_SIZE);
    put(file, leaves[1], first, second);
    put(file, leaves[0], second, first);
    assertThat(
            String.join(
                "\n", DatabaseVerifier.verifyFile(new PowerLossVfs(files), SHOP, KEY, true)))
        .contains("fail authentication", "page " + leaves[0] / PageLayout.PAGE_SIZE);
  }

  /** Puts a page where another one stood, under that one's number and generation. */
  private static void put(byte[] file, int at, byte[] page, byte[] there) {
    System.arraycopy(page, 0, file, at, page.length);
    System.arraycopy(there, 8, file, at + 8, 16);
    putChecksum(file, at);
  }

  private static void putChecksum(byte[] file, int at) {
    Bytes.putInt(file, at, Crc32c.of(file, at + 4, PageLayout.PAGE_SIZE - 4));
  }

  /** Another database's page, of the same number, generation and owner's key. */
  @Test
  void pagesOfAnotherFileAreRefused() {
    Map<String, byte[]> one = closed();
    disk.delete(SHOP);
    Map<String, byte[]> other = closed();
    byte[] file = one.get(SHOP);
    System.arraycopy(
        other.get(SHOP),
        3 * PageLayout.PAGE_SIZE,
        file,
        3 * PageLayout.PAGE_SIZE,
        Math.min(file.length, other.get(SHOP).length) - 3 * PageLayout.PAGE_SIZE);
    assertThat(
            String.join("\n", DatabaseVerifier.verifyFile(new PowerLossVfs(one), SHOP, KEY, true)))
        .contains("fail authentication");
  }

  private Map<String, byte[]> closed() {
    try (Database database = open(KEY)) {
      new GoldenDatabase().fill(database);
    }
    return disk.contents();
  }

  // ------------------------------------------------------------------ copies

  @Test
  void backupKeepsTheKeyAndVacuumIntoChangesIt() {
    String expected;
    try (Database database = open(KEY)) {
      new GoldenDatabase().fill(database);
      expected = DatabaseDump.of(database);
      database.backup(disk, COPY, EncryptedDatabaseTest::ignore);
      database.copyInto(options(disk, "new.pydb", OTHER), EncryptedDatabaseTest::ignore);
      database.copyInto(options(disk, "open.pydb", KeySource.NONE), EncryptedDatabaseTest::ignore);
    }
    Database.restore(
        options(disk, COPY, KEY),
        options(disk, "back.pydb", KeySource.NONE),
        EncryptedDatabaseTest::ignore);
    assertThat(dump(disk, COPY, KEY)).isEqualTo(expected);
    assertThat(dump(disk, "back.pydb", KEY)).isEqualTo(expected);
    assertThat(dump(disk, "new.pydb", OTHER)).isEqualTo(expected);
    assertThat(dump(disk, "open.pydb", KeySource.NONE)).isEqualTo(expected);
    assertThatThrownBy(() -> Database.open(options(disk, "new.pydb", KEY)))
        .isInstanceOf(KeyException.class);
    Map<String, byte[]> encrypted = disk.contents();
    encrypted.remove("open.pydb");
    assertThat(legible(encrypted)).isEmpty();
  }

  @Test
  void plainDatabaseIsCopiedIntoAnEncryptedOne() {
    String expected;
    try (Database database = Database.open(DatabaseOptions.inMemory("shop"))) {
      new GoldenDatabase().fill(database);
      expected = DatabaseDump.of(database);
      database.copyInto(options(disk, COPY, KEY), EncryptedDatabaseTest::ignore);
    }
    assertThat(legible(disk.contents())).isEmpty();
    assertThat(dump(disk, COPY, KEY)).isEqualTo(expected);
  }

  // ------------------------------------------------------------------ salvage

  @Test
  void salvageNeedsOneOfThreeCopiesOfTheKey() {
    Map<String, byte[]> files = unclean(KEY);
    String expected = dump(disk, SHOP, KEY);
    files.get(SHOP)[1000] ^= 1; // in the file header
    PowerLossVfs damaged = new PowerLossVfs(files);
    salvage(damaged, "first.pydb");
    assertThat(dump(damaged, "first.pydb", KEY)).isEqualTo(expected);

    files.get(SHOP)[PageLayout.PAGE_SIZE + 1000] ^= 1; // in a meta
    assertThat(salvage(new PowerLossVfs(files), "second.pydb").findings()).isNotEmpty();

    files.get(SHOP)[2 * PageLayout.PAGE_SIZE + 1000] ^= 1; // in the other one
    assertThatThrownBy(() -> salvage(new PowerLossVfs(files), "third.pydb"))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("all copies of the key");
  }

  private static SalvageReport salvage(PowerLossVfs vfs, String name) {
    return Database.salvage(
        options(vfs, SHOP, KEY), options(vfs, name, KEY), (what, done, of) -> {});
  }
}
