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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are looked at without being opened as databases, whatever state they are in. */
class InspectionTest {
  private static final int PAGE_SIZE = 8192;

  @TempDir Path directory;

  private Path file;
  private @Nullable String key;
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
        key,
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
  void anEncryptedFileIsShownToWhoHasItsKey() throws Exception {
    String secret = directory.resolve("secret").toString();
    String url = "jdbc:pydb:" + secret + "?encryption_key=open sesame";
    try (Connection connection = DriverManager.getConnection(url)) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      Sql.run(connection, "insert into item values (1, 'needle')");
      Sql.run(connection, "checkpoint");
      Sql.run(connection, "insert into item values (2, 'pin')");
      assertThat(run("log", url)).isZero();
      assertThat(out.toString(UTF_8)).contains("set (2) → (2, 'pin')");
    }
    key = "open sesame";
    assertThat(run("pages", secret)).isZero();
    assertThat(out.toString(UTF_8)).contains("closed cleanly, encrypted");
    assertThat(run("tree", secret, "item")).isZero();
    Matcher leaf =
        Pattern.compile("(?m)^page (\\d+) .*\\(1\\) to \\(2\\)$").matcher(out.toString(UTF_8));
    assertThat(leaf.find()).isTrue();
    out.reset();
    assertThat(run("page", secret, leaf.group(1))).isZero();
    assertThat(out.toString(UTF_8).split("As it is stored:", 2))
        .satisfiesExactly(
            decrypted -> assertThat(decrypted).contains("(1, 'needle')").contains("needle|"),
            stored -> assertThat(stored).doesNotContain("needle").contains("0000  "));
  }

  @Test
  void anEncryptedFileIsShownToNobodyElse() throws Exception {
    String secret = directory.resolve("secret").toString();
    DriverManager.getConnection("jdbc:pydb:" + secret + "?encryption_key=open sesame").close();
    assertThat(run("pages", secret)).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(err.toString(UTF_8)).contains("is encrypted. Give its key");
    key = "open barley";
    assertThat(run("log", secret)).isEqualTo(ExitCode.CANNOT_OPEN);
    assertThat(err.toString(UTF_8)).contains("the key is not the one");
    // A plain one needs none, and does not mind one.
    assertThat(run("pages", file.toString())).isZero();
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
