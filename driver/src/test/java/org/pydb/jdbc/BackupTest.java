package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Backups by SQL, where the application allows files, and by the API, everywhere. */
class BackupTest {

  @TempDir Path directory;

  /** The directory that is allowed, and what stands beside it. */
  private Path allowed = Path.of("");

  @BeforeEach
  void makeDirectories() throws IOException {
    allowed = Files.createDirectories(directory.resolve("allowed"));
    Files.createDirectories(allowed.resolve("inner"));
    Files.createDirectories(directory.resolve("allowed-not"));
  }

  private Connection shop(String files) throws SQLException {
    Properties properties = new Properties();
    if (!files.isEmpty()) {
      properties.setProperty("files", files);
    }
    Connection connection =
        DriverManager.getConnection("jdbc:pydb:" + directory.resolve("shop"), properties);
    Sql.run(connection, "create table if not exists item (id integer primary key, name text)");
    return connection;
  }

  private static void assertHolds(Path file, long rows) throws SQLException {
    try (Connection copy = DriverManager.getConnection("jdbc:pydb:" + file + "?open=existing")) {
      assertThat(Sql.number(copy, "select count(*) from item")).isEqualTo(rows);
      assertThat(Sql.text(copy, "check database")).isEqualTo("ok");
    }
  }

  @Test
  void backupBySqlHoldsWhatIsCommitted() throws SQLException {
    try (Connection connection = shop(allowed.toString())) {
      Sql.run(connection, "insert into item values (1, 'one'), (2, 'two')");
      Sql.run(connection, "backup to '" + allowed.resolve("inner/monday.pydb") + "'");
      Sql.run(connection, "insert into item values (3, 'three')");
      Sql.run(connection, "backup to 'tuesday'");
    }
    assertHolds(allowed.resolve("inner").resolve("monday"), 2);
    assertHolds(allowed.resolve("tuesday.pydb"), 3);
  }

  @Test
  void withoutThePropertySqlWritesNoFiles() throws SQLException {
    try (Connection connection = shop("")) {
      assertThatThrownBy(() -> Sql.run(connection, "backup to 'monday'"))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "42501")
          .hasMessageContaining("connection property files, as in jdbc:pydb:shop?files=");
    }
  }

  /** The right belongs to the connection that was given it, not to the database. */
  @Test
  void otherConnectionsDoNotShareTheRight() throws SQLException {
    try (Connection one = shop(allowed.toString());
        Connection two = shop("")) {
      assertThatThrownBy(() -> Sql.run(two, "backup to '" + allowed.resolve("copy") + "'"))
          .hasFieldOrPropertyWithValue("SQLState", "42501");
      Sql.run(one, "backup to '" + allowed.resolve("copy") + "'");
    }
  }

  @Test
  void nothingLeadsOutOfTheDirectory() throws Exception {
    Files.createSymbolicLink(allowed.resolve("link"), directory);
    try (Connection connection = shop(allowed + ";" + allowed.resolve("none"))) {
      for (String file :
          new String[] {
            directory.resolve("copy").toString(),
            directory.resolve("allowed-not/copy").toString(),
            "../copy",
            "inner/../../copy",
            "link/copy",
            allowed + "/../copy",
          }) {
        assertThatThrownBy(() -> Sql.run(connection, "backup to '" + file + "'"))
            .as(file)
            .hasFieldOrPropertyWithValue("SQLState", "42501")
            .hasMessageContaining(allowed.toString());
      }
      for (String file : new String[] {"", ".", "..", "inner/.."}) {
        assertThatThrownBy(() -> Sql.run(connection, "backup to '" + file + "'"))
            .as(file)
            .hasFieldOrPropertyWithValue("SQLState", "22023");
      }
      assertThatThrownBy(() -> Sql.run(connection, "backup to 'none/copy'"))
          .hasFieldOrPropertyWithValue("SQLState", "58P01");
    }
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("allowed", "allowed-not", "shop.pydb");
  }

  /** A directory may itself be named by a link. */
  @Test
  void allowedDirectoryMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), allowed);
    try (Connection connection = shop(link.toString())) {
      Sql.run(connection, "backup to 'copy'");
      Sql.run(connection, "backup to '" + link.resolve("inner/copy") + "'");
    }
    assertHolds(allowed.resolve("copy"), 0);
    assertHolds(allowed.resolve("inner/copy"), 0);
  }

  @Test
  void existingFilesStayAsTheyAre() throws Exception {
    Path file = Files.writeString(allowed.resolve("copy.pydb"), "mine");
    try (Connection connection = shop(allowed.toString())) {
      assertThatThrownBy(() -> Sql.run(connection, "backup to 'copy'"))
          .hasFieldOrPropertyWithValue("SQLState", "58030")
          .hasMessageContaining("exists already");
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void openChangesAreNotLeftOutInSilence() throws SQLException {
    try (Connection connection = shop(allowed.toString())) {
      connection.setAutoCommit(false);
      Sql.run(connection, "insert into item values (1, 'one')");
      assertThatThrownBy(() -> Sql.run(connection, "backup to 'copy'"))
          .hasFieldOrPropertyWithValue("SQLState", "25001");
      connection.commit();
      Sql.run(connection, "backup to 'copy'");
    }
    assertHolds(allowed.resolve("copy"), 1);
  }

  @Test
  void apiIsFreeAndSavesDatabasesInMemory() throws SQLException {
    Path file = directory.resolve("saved");
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Sql.run(connection, "create table item (id integer primary key, name text)");
      Sql.run(connection, "insert into item values (1, 'one')");
      connection.unwrap(PydbConnection.class).backup(file);
    }
    assertHolds(file, 1);
    PydbConnection.restore(file, directory.resolve("again"));
    assertHolds(directory.resolve("again"), 1);
    assertThatThrownBy(() -> PydbConnection.restore(file, directory.resolve("again")))
        .hasFieldOrPropertyWithValue("SQLState", "58030");
  }

  @Test
  void progressIsToldAndMayEndIt() throws SQLException {
    try (Connection connection = shop("")) {
      PydbConnection own = connection.unwrap(PydbConnection.class);
      IllegalStateException enough = new IllegalStateException("enough");
      assertThatThrownBy(
              () ->
                  own.backup(
                      allowed.resolve("copy"),
                      pages -> {
                        throw enough;
                      }))
          .isSameAs(enough);
      assertThat(allowed.resolve("copy.pydb")).doesNotExist();
      long[] told = {0};
      own.backup(allowed.resolve("copy"), pages -> told[0] = pages);
      assertThat(allowed.resolve("copy.pydb")).hasSize(told[0] * 8192);
    }
  }

  /** Ending the connection ends the backup that it makes. */
  @Test
  void abortEndsIt() throws Exception {
    Connection connection = shop("");
    ExecutorService closer = Executors.newSingleThreadExecutor();
    assertThatThrownBy(
            () ->
                connection
                    .unwrap(PydbConnection.class)
                    .backup(allowed.resolve("copy"), pages -> abort(connection, closer)))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014");
    closer.shutdown();
    assertThat(closer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(allowed.resolve("copy.pydb")).doesNotExist();
  }

  private static void abort(Connection connection, Executor closer) {
    try {
      connection.abort(closer);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void backupIsAWordForNames() throws SQLException {
    try (Connection connection = shop("");
        Statement statement = connection.createStatement()) {
      statement.execute("create table backup (backup integer)");
      statement.execute("insert into backup values (1)");
      assertThat(Sql.number(connection, "select backup from backup")).isEqualTo(1);
    }
  }
}
