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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicies;
import org.pydb.engine.eviction.LruK;
import org.pydb.engine.eviction.SecondChance;

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

  /** A name leads to what the program has made known, and to nothing else. */
  @Test
  void policyOfTheProgramIsAskedForByItsName() throws SQLException {
    List<Eviction> made = new ArrayList<>();
    EvictionPolicies.register(
        "of_the_program",
        () -> {
          Eviction policy = new LruK(3);
          made.add(policy);
          return policy;
        });
    String url = "jdbc:pydb:" + directory.resolve("shop") + "?eviction=of_the_program";
    try (Connection c = DriverManager.getConnection(url);
        Statement s = c.createStatement()) {
      s.execute("CREATE TABLE song AS SELECT i FROM generate_series(1, 10000) AS g(i)");
      assertThat(number(s, "SELECT count(*) FROM song")).isEqualTo(10_000);
      assertThat(made).singleElement().satisfies(policy -> assertThat(policy.size()).isPositive());
    }
  }

  @Test
  void unknownPolicyIsRefused() {
    for (String name : new String[] {"fifo", "org.pydb.engine.eviction.LruK", "LRU"}) {
      assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:mem:?eviction=" + name))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("property eviction has the value \"" + name + "\"")
          .hasMessageContaining("lru_2");
    }
  }

  @Test
  void policiesOfTheEngineKeepTheirNames() {
    assertThatThrownBy(() -> EvictionPolicies.register("lru", SecondChance::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lru");
    assertThatThrownBy(() -> EvictionPolicies.register("My Policy", SecondChance::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("My Policy");
  }

  private static long number(Statement s, String query) throws SQLException {
    try (ResultSet rows = s.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
