package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The property {@code storage}: what a data file is made of, and how it is read. */
class StorageTest {
  private static final int ROWS = 9_000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"segmented(1m)", "compressed", "mapped", "direct"})
  void databaseIsMadeOfIt(String storage) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("shop") + "?files=" + directory;
    try (Connection c = DriverManager.getConnection(url + "&storage=" + storage)) {
      fill(c);
    }
    try (Connection c = DriverManager.getConnection(url);
        Statement s = c.createStatement()) {
      assertThat(count(s)).as("recognized").isEqualTo(ROWS);
      s.execute("UPDATE song SET title = title || '!' WHERE id <= 1000");
      s.execute("BACKUP TO 'copy.pydb'");
      s.execute("VACUUM INTO 'plain.pydb' WITH (storage plain)");
      s.execute("VACUUM INTO 'both.pydb' WITH (storage 'segmented(1m)+compressed')");
    }
    try (Connection c =
            DriverManager.getConnection(url + "&storage=" + storage + "&open=existing");
        Statement s = c.createStatement()) {
      assertThat(count(s)).isEqualTo(ROWS);
      try (ResultSet findings = s.executeQuery("CHECK DATABASE")) {
        assertThat(findings.next()).isTrue();
        assertThat(findings.getString(1)).isEqualTo("ok");
      }
      s.execute("DELETE FROM song WHERE id > 100");
      s.execute("VACUUM");
    }
    for (String copy : new String[] {"copy", "plain", "both"}) {
      String made =
          copy.equals("copy") ? storage : copy.equals("plain") ? "plain" : "segmented+compressed";
      String place = "jdbc:pydb:" + directory.resolve(copy) + "?storage=" + made;
      try (Connection c = DriverManager.getConnection(place);
          Statement s = c.createStatement()) {
        assertThat(count(s)).as(copy).isEqualTo(ROWS);
      }
    }
  }

  @Test
  void fileThatIsMadeOfSomethingElseIsRefusedAndLeftAsItIs() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    try (Connection c = DriverManager.getConnection(url + "?storage=compressed")) {
      fill(c);
    }
    long size = Files.size(directory.resolve("shop.pydb"));
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?storage=segmented"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
        .hasMessageContaining("shop.pydb: is compressed, and segmented was asked for");
    assertThat(directory.resolve("shop.pydb")).hasSize(size);
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?encryption_key=x"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
  }

  @Test
  void segmentThatIsMissingIsNamedAndBackAgainAllIsThere() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    try (Connection c = DriverManager.getConnection(url + "?storage=segmented(1m)")) {
      fill(c);
    }
    Path segment = directory.resolve("shop.pydb.0001");
    Files.move(segment, directory.resolve("away"));
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX001"))
        .hasMessageContaining(segment + ": is missing");
    Files.move(directory.resolve("away"), segment);
    try (Connection c = DriverManager.getConnection(url);
        Statement s = c.createStatement()) {
      assertThat(count(s)).isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mem:?storage=compressed",
        "FILE?storage=compressed+compressed",
        "FILE?storage=mapped+direct",
        "FILE?storage=segmented(1k)",
        "FILE?storage=compressed&encryption_key=secret"
      })
  void whatMakesNoSenseIsRefused(String rest) {
    String url = "jdbc:pydb:" + rest.replace("FILE", directory.resolve("shop").toString());
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
        .hasMessageContaining("storage");
    assertThat(directory).isEmptyDirectory();
  }

  private static void fill(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute("CREATE TABLE song (id int PRIMARY KEY, title text)");
      s.execute(
          "INSERT INTO song SELECT i, 'a song with the number ' || i || repeat(' la', 30) FROM"
              + " generate_series(1, "
              + ROWS
              + ") AS g(i)");
      s.execute("CHECKPOINT");
    }
  }

  private static int count(Statement s) throws SQLException {
    try (ResultSet rows = s.executeQuery("SELECT count(*) FROM song WHERE title LIKE 'a song%'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
