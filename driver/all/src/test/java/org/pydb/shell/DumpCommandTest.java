package org.pydb.shell;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands dump and restore. */
class DumpCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private @Nullable String key;

  private int run(String... words) {
    return CommandLine.run(
        words,
        key,
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  private String place(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void aDatabaseGoesOutAndComesBack() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + place("world"))) {
      Sql.run(connection, "create table t (a int primary key, b text)");
      Sql.run(connection, "insert into t values (1, 'one'), (2, null)");
    }
    assertThat(run("dump", place("world"), place("world.sql"))).isZero();
    assertThat(out.toString(UTF_8)).contains("world.sql: 2 rows");
    assertThat(run("restore", place("world.sql"), place("copy"))).isZero();
    try (Connection copy =
        DriverManager.getConnection("jdbc:pydb:" + place("copy") + "?open=existing")) {
      Sql.run(copy, "insert into t values (3, 'three')");
    }
    assertThat(run("restore", place("world.sql"), place("copy"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("is there already");
  }

  @Test
  void encryptedDatabaseGoesOutAndComesBack() throws Exception {
    key = "00112233445566778899aabbccddeeff".repeat(2);
    Files.writeString(directory.resolve("script.sql"), "create table t (a int);");
    assertThat(run("restore", place("script.sql"), place("world"))).isZero();
    assertThat(run("dump", place("world"), place("world.sql"))).isZero();
    key = null;
    assertThat(run("dump", place("world"), place("again.sql"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("is encrypted");
  }

  @Test
  void whatFailsLeavesNothing() throws Exception {
    Files.writeString(directory.resolve("bad.sql"), "create table t (a int);\nnonsense");
    assertThat(run("restore", place("bad.sql"), place("none"))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("line 2 of the script");
    assertThat(directory.resolve("none.pydb")).doesNotExist();
    assertThat(run("dump", place("none"), place("none.sql"))).isEqualTo(2);
    assertThat(directory.resolve("none.sql")).doesNotExist();
    assertThat(directory.resolve("none.pydb")).doesNotExist();
  }
}
