package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The property {@code eviction}: whichever pages leave memory, rows stay what they are. */
class EvictionPropertyTest {

  /** More than the half of 16 MB that is for pages. */
  private static final int ROWS = 50_000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"lru", "lru_2"})
  void rowsAreReadAndChangedBeyondMemory(String eviction) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("shop") + "?memory=16m&eviction=" + eviction;
    try (Connection c = DriverManager.getConnection(url);
        Statement s = c.createStatement()) {
      s.execute("CREATE TABLE song (id int PRIMARY KEY, plays int, title text)");
      s.execute(
          "INSERT INTO song SELECT i, 0, repeat('a song ', 30) FROM generate_series(1, "
              + ROWS
              + ") AS g(i)");
      Random random = new Random(1);
      int updates = 2_000;
      try (PreparedStatement play =
          c.prepareStatement("UPDATE song SET plays = plays + 1 WHERE id = ?")) {
        c.setAutoCommit(false);
        for (int i = 0; i < updates; i++) {
          play.setInt(1, 1 + random.nextInt(i % 2 == 0 ? 100 : ROWS));
          assertThat(play.executeUpdate()).isEqualTo(1);
        }
        c.commit();
        c.setAutoCommit(true);
      }
      assertThat(number(s, "SELECT sum(plays) FROM song")).isEqualTo(updates);
      assertThat(number(s, "SELECT count(*) FROM song WHERE title LIKE 'a song%'")).isEqualTo(ROWS);
      try (ResultSet findings = s.executeQuery("CHECK DATABASE")) {
        findings.next();
        assertThat(findings.getString(1)).isEqualTo("ok");
      }
    }
  }

  @Test
  void unknownPolicyIsRefused() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:mem:?eviction=fifo"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("property eviction has the value \"fifo\"");
  }

  private static long number(Statement s, String query) throws SQLException {
    try (ResultSet rows = s.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
