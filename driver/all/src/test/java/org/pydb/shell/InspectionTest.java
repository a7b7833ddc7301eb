package org.pydb.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are looked at without being opened as databases, whatever state they are in. */
class InspectionTest {
  private static final int PAGE_SIZE = 8192;

  @TempDir Path directory;

  private Path file;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeDatabase() throws Exception {
    file = directory.resolve("shop.pydb");
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + file)) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      Sql.run(connection, "insert into item values (1, 'needle')");
    }
  }

  private int run(String... words) {
    return CommandLine.run(
        words,
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** Flips a bit of the page that holds the row, and gives its number. */
  private int damageRow() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).indexOf("needle");
    bytes[at] ^= 1;
    Files.write(file, bytes);
    return at / PAGE_SIZE;
  }

  @Test
  void aDamagedPageIsShownAsTheBytesThatItHas() throws Exception {
    int page = damageRow();
    assertThat(run("pages", file.toString())).isZero();
    assertThat(out.toString(UTF_8))
        .contains(page + "  damaged: ")
        .contains("leaf of the definitions");
    assertThat(run("page", file.toString(), Integer.toString(page))).isZero();
    assertThat(out.toString(UTF_8)).contains("found checksum").contains("oeedle");
    assertThat(run("tree", file.toString(), "item")).isZero();
    assertThat(out.toString(UTF_8)).contains("table public.item (tree 16): 1 levels, 1 entries");
  }

  @Test
  void aFileOfSomebodyElseIsPagesWithoutNames() throws Exception {
    byte[] noise = new byte[3 * PAGE_SIZE];
    Arrays.fill(noise, (byte) 7);
    Files.write(file, noise);
    assertThat(run("pages", file.toString())).isZero();
    assertThat(out.toString(UTF_8)).contains("not a pydb database").contains("2  damaged: ");
    assertThat(run("tree", file.toString(), "item")).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(run("log", file.toString())).isZero();
  }

  @Test
  void anEncryptedFileIsNotTakenForADamagedOne() throws Exception {
    String secret = directory.resolve("secret").toString();
    try (Connection connection =
        DriverManager.getConnection("jdbc:pydb:" + secret + "?encryption_key=open sesame")) {
      Sql.run(connection, "create table item (id integer primary key)");
    }
    assertThat(run("pages", secret)).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(err.toString(UTF_8)).contains("is encrypted");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("pages", directory.resolve("none").toString())).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(run("page", file.toString(), "1000")).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(run("page", file.toString(), "one")).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(run("page", file.toString(), "-1")).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(run("page", file.toString())).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(err.toString(UTF_8)).contains("no such file").contains("one is no number");
    assertThat(run("pages")).isEqualTo(ExitCode.USAGE);
    assertThat(directory.resolve("none.pydb")).doesNotExist();
  }
}
