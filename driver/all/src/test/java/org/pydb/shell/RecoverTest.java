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
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code recover} says and does, on real files. */
class RecoverTest {
  private static final int PAGE_SIZE = 8192;

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeDatabase() throws SQLException {
    try (Connection connection = connect("shop")) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      Sql.run(connection, "create index item_name on item (name)");
      Sql.run(
          connection,
          "insert into item"
              + " with recursive n(i) as (values (1) union all select i + 1 from n where i < 5000)"
              + " select i, 'name ' || i from n");
    }
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:pydb:" + directory.resolve(name));
  }

  private @Nullable String key;

  private int recover(String file, String target) {
    return CommandLine.run(
        new String[] {
          "recover", directory.resolve(file).toString(), directory.resolve(target).toString()
        },
        key,
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** Damages the first page that holds this text. */
  private void damagePageWith(String text) throws Exception {
    Path file = directory.resolve("shop.pydb");
    byte[] bytes = Files.readAllBytes(file);
    String all = new String(bytes, ISO_8859_1);
    int at = all.indexOf(text);
    assertThat(at).isGreaterThan(3 * PAGE_SIZE);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void lostRowsAreCountedAndTheirKeysNamed() throws Exception {
    damagePageWith("name 2345");
    assertThat(recover("shop", "saved")).isEqualTo(3);
    String said = out.toString(UTF_8);
    assertThat(said)
        .containsPattern("table +rows +lost\npublic\\.item +\\d+ +\\d+\n")
        .containsPattern("Rows behind key \\(\\d+\\), before key \\(\\d+\\) may be lost")
        .contains("1 pages in use are damaged")
        .contains("Some of it was damaged");
    assertThat(err.toString(UTF_8)).contains("salvaging public.item: 0 of 5000");
    try (Connection saved = connect("saved")) {
      long rows = Sql.number(saved, "select count(*) from item");
      assertThat(rows).isBetween(4000L, 4999L);
      assertThat(said).contains(" " + rows + " ").contains(" " + (5000 - rows) + "\n");
      assertThat(Sql.text(saved, "check database")).isEqualTo("ok");
      assertThat(Sql.number(saved, "select id from item where name = 'name 4999'")).isEqualTo(4999);
      Sql.run(saved, "insert into item values (6000, 'new')");
    }
  }

  @Test
  void whatIsNotDamagedIsCopied() throws Exception {
    Files.move(directory.resolve("shop.pydb"), directory.resolve("old.bak"));
    assertThat(recover("old.bak", "saved.pydb")).isZero();
    assertThat(out.toString(UTF_8)).contains("5000").contains("Nothing was damaged.");
    try (Connection saved = connect("saved")) {
      assertThat(Sql.number(saved, "select sum(id) from item")).isEqualTo(5000L * 5001 / 2);
    }
  }

  @Test
  void nothingIsOverwritten() {
    assertThat(recover("shop", "shop")).isEqualTo(2);
    assertThat(recover("none", "saved")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("exists already").contains("there is no such file");
    assertThat(directory.toFile().list()).containsExactly("shop.pydb");
  }

  @Test
  void encryptedDatabaseIsRecoveredWithItsKey() throws Exception {
    key = "a passphrase for this test";
    String url = "jdbc:pydb:" + directory.resolve("vault") + "?encryption_key=" + key;
    try (Connection shop = DriverManager.getConnection(url)) {
      Sql.run(shop, "create table t (a int primary key)");
      Sql.run(shop, "insert into t values (1), (2)");
    }
    assertThat(recover("vault", "saved")).isZero();
    try (Connection saved = DriverManager.getConnection(url.replace("vault", "saved"))) {
      assertThat(Sql.number(saved, "select sum(a) from t")).isEqualTo(3);
    }
    key = null;
    assertThat(recover("vault", "again")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("is encrypted");
  }

  @Test
  void usageIsTold() {
    int code =
        CommandLine.run(
            new String[] {"recover"},
            InputStream.nullInputStream(),
            new PrintStream(out),
            new PrintStream(err, true, UTF_8));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("recover FILE OUT");
  }
}
