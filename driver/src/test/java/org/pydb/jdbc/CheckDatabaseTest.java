package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.Sql;

/** What CHECK DATABASE tells a user, and what a damaged page does to statements. */
class CheckDatabaseTest {

  @TempDir Path directory;

  private Connection connect(String properties) throws SQLException {
    return DriverManager.getConnection("jdbc:pydb:" + directory.resolve("shop") + "?" + properties);
  }

  private static void fill(Connection connection) throws SQLException {
    Sql.run(connection, "create table item (id integer primary key, name text)");
    Sql.run(connection, "create table other (id integer primary key)");
    Sql.run(connection, "insert into other values (1)");
    Sql.run(connection, "create index item_name on item (name)");
    Sql.run(
        connection,
        "insert into item"
            + " with recursive n(i) as (values (1) union all select i + 1 from n where i < 3000)"
            + " select i, 'name ' || i from n");
    Sql.run(connection, "checkpoint");
  }

  private static List<String> check(Connection connection) throws SQLException {
    List<String> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("check database")) {
      while (rows.next()) {
        findings.add(rows.getString(1));
      }
    }
    return findings;
  }

  /** Changes a byte of the file behind the back of whoever has it open. */
  private void damage(String text) throws Exception {
    Path file = directory.resolve("shop.pydb");
    int at = new String(Files.readAllBytes(file), ISO_8859_1).indexOf(text);
    assertThat(at).isPositive();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0}), at);
    }
  }

  @Test
  void damageOnTheDiskIsFoundBehindTheCache() throws Exception {
    try (Connection connection = connect("")) {
      fill(connection);
      assertThat(check(connection)).containsExactly("ok");
      damage("name 1234");
      assertThat(Sql.number(connection, "select count(*) from item"))
          .as("in memory")
          .isEqualTo(3000);
      assertThat(check(connection))
          .anyMatch(
              finding ->
                  finding.matches("(table|index item_name of table) public.item .*page \\d+: .*"))
          .anyMatch(finding -> finding.startsWith("What to do about damage: restore a backup."));
    }
  }

  /** Who reads the page is told; everything else goes on. */
  @Test
  void damagedPageHurtsOnlyWhoReadsIt() throws Exception {
    try (Connection connection = connect("")) {
      fill(connection);
    }
    damage("name 2999");
    for (String open : List.of("open=existing", "open=readonly")) {
      try (Connection connection = connect(open)) {
        assertThatThrownBy(() -> Sql.number(connection, "select count(name) from item"))
            .isInstanceOf(SQLException.class)
            .hasFieldOrPropertyWithValue("SQLState", "XX001")
            .hasMessageContainingAll("shop.pydb, page ", "checksum");
        assertThat(Sql.text(connection, "select name from item where id = 1")).isEqualTo("name 1");
        assertThat(Sql.number(connection, "select count(*) from other")).isEqualTo(1);
      }
    }
  }

  @Test
  void databaseInMemoryIsChecked() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Sql.run(connection, "create table item (id integer primary key)");
      assertThat(check(connection)).containsExactly("ok");
    }
  }
}
