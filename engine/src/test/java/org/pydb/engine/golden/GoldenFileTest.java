package org.pydb.engine.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.vfs.DiskVfs;

/**
 * Files that a released format has left in the world: this version must read them, and go on with
 * them, for ever. Each stands gzipped in {@code golden/format-N}: one that was closed, and one
 * whose process died, with its log.
 *
 * <p>{@code main} writes those of the current format; once a format is released its files are never
 * written again.
 */
class GoldenFileTest {

  private static final List<String> FORMATS = List.of("format-1");

  /** Of those that are encrypted. */
  private static final KeySource KEY = "a passphrase that is no secret"::toCharArray;

  @TempDir Path directory;

  @Test
  void filesOfEveryFormatAreRead() throws IOException {
    for (String format : FORMATS) {
      for (String name : List.of("closed", "died")) {
        Path place = Files.createDirectories(directory.resolve(format));
        unpack(format, name + ".pydb", place);
        if (name.equals("died")) {
          unpack(format, name + ".pydb-wal", place);
        }
        check(place, name, format, KeySource.NONE);
      }
      unpack(format, "encrypted.pydb", directory.resolve(format));
      unpack(format, "encrypted.pydb-wal", directory.resolve(format));
      check(directory.resolve(format), "encrypted", format, KEY);
    }
  }

  private static void check(Path place, String name, String format, KeySource key)
      throws IOException {
    try (Database database = Database.open(DatabaseOptions.at(place.resolve(name)).withKey(key))) {
      assertThat(DatabaseDump.of(database)).isEqualTo(text(format, name + ".txt"));
      assertThat(database.verify()).isEmpty();
      new GoldenDatabase().change(database, 3); // It goes on.
      assertThat(database.verify()).isEmpty();
    }
    assertThat(DatabaseVerifier.verifyFile(new DiskVfs(place), name + ".pydb", key, true))
        .isEmpty();
  }

  private static InputStream resource(String format, String name) {
    InputStream in = GoldenFileTest.class.getResourceAsStream("/golden/" + format + "/" + name);
    assertThat(in).as(name).isNotNull();
    return in;
  }

  private static String text(String format, String name) throws IOException {
    try (InputStream in = resource(format, name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void unpack(String format, String name, Path place) throws IOException {
    try (InputStream in = new GZIPInputStream(resource(format, name + ".gz"))) {
      Files.copy(in, place.resolve(name));
    }
  }

  /** Writes the files of the current format into the directory given. */
  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Path work = Files.createTempDirectory("golden");
    writePlain(target, work);
    writeEncrypted(target, work);
  }

  private static void writePlain(Path target, Path work) throws IOException {
    GoldenDatabase golden = new GoldenDatabase();
    Database database = Database.open(DatabaseOptions.at(work.resolve("closed")));
    golden.fill(database);
    Files.writeString(target.resolve("closed.txt"), DatabaseDump.of(database));
    database.close();
    Files.copy(work.resolve("closed.pydb"), work.resolve("died.pydb"));
    database = Database.open(DatabaseOptions.at(work.resolve("died")));
    golden.change(database, 1);
    golden.change(database, 2);
    Files.writeString(target.resolve("died.txt"), DatabaseDump.of(database));
    // The copies are taken while it is open: so a process that dies leaves them.
    pack(work.resolve("died.pydb"), target);
    pack(work.resolve("died.pydb-wal"), target);
    pack(work.resolve("closed.pydb"), target);
    database.close();
  }

  private static void writeEncrypted(Path target, Path work) throws IOException {
    GoldenDatabase golden = new GoldenDatabase();
    DatabaseOptions options = DatabaseOptions.at(work.resolve("encrypted")).withKey(KEY);
    try (Database database = Database.open(options)) {
      golden.fill(database);
    }
    try (Database database = Database.open(options)) {
      golden.change(database, 1);
      Files.writeString(target.resolve("encrypted.txt"), DatabaseDump.of(database));
      pack(work.resolve("encrypted.pydb"), target);
      pack(work.resolve("encrypted.pydb-wal"), target);
    }
  }

  private static void pack(Path file, Path target) throws IOException {
    Path packed = target.resolve(file.getFileName() + ".gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
  }
}
