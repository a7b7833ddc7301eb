package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.ChildJvm;
import org.pydb.jdbc.testkit.Sql;

/** URLs, and who shares the database that they name. */
class DatabaseSharingTest {

  @TempDir Path directory;

  // ------------------------------------------------------------------ in memory

  @Test
  void aDatabaseWithoutNameIsPrivate() throws SQLException {
    try (Connection one = DriverManager.getConnection("jdbc:pydb:mem:");
        Connection two = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Sql.run(one, "create table t (a integer)");
      assertThatThrownBy(() -> Sql.number(two, "select count(*) from t"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
    }
  }

  @Test
  void aNamedDatabaseStaysUntilItIsShutDown() throws SQLException {
    String url = "jdbc:pydb:mem:shared";
    try (Connection one = DriverManager.getConnection(url)) {
      Sql.run(one, "create table t (a integer)");
    }
    try (Connection two = DriverManager.getConnection(url);
        Connection bystander = DriverManager.getConnection(url)) {
      assertThat(Sql.number(two, "select count(*) from t")).isZero();
      Sql.run(two, "shutdown");
      assertThatThrownBy(() -> Sql.number(bystander, "select count(*) from t"))
          .hasFieldOrPropertyWithValue("SQLState", "08003")
          .hasMessageContaining("connect again");
    }
    try (Connection three = DriverManager.getConnection(url)) {
      assertThatThrownBy(() -> Sql.number(three, "select count(*) from t"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
      Sql.run(three, "shutdown");
    }
  }

  // ------------------------------------------------------------------ in a file

  @Test
  void connectionsShareTheFileWhateverItIsCalled() throws SQLException {
    try (Connection one = DriverManager.getConnection("jdbc:pydb:" + directory.resolve("shop"));
        Connection two =
            DriverManager.getConnection(
                "jdbc:pydb:" + directory.resolve(".").resolve("shop.pydb"))) {
      Sql.run(one, "create table t (a integer)");
      Sql.run(two, "insert into t values (1)");
      assertThat(Sql.number(one, "select count(*) from t")).isEqualTo(1);
    }
  }

  @Test
  void shutdownClosesTheFileForAll() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    try (Connection one = DriverManager.getConnection(url);
        Connection two = DriverManager.getConnection(url)) {
      Sql.run(one, "create table t (a integer)");
      two.setAutoCommit(false);
      Sql.run(two, "insert into t values (1)");
      Sql.run(one, "insert into t values (2); shutdown");
      assertThat(two.isValid(1)).isFalse();
      assertThatThrownBy(two::commit).isInstanceOf(SQLException.class);
    }
    try (Connection again = DriverManager.getConnection(url)) {
      assertThat(Sql.number(again, "select sum(a) from t")).isEqualTo(2);
    }
  }

  @Test
  void openSaysWhatMayBeThere() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("shop");
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?open=existing"))
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    assertThat(Files.exists(directory.resolve("shop.pydb"))).isFalse();
    try (Connection maker = DriverManager.getConnection(url)) {
      Sql.run(maker, "create table t (a integer)");
    }
    try (Connection reader = DriverManager.getConnection(url + "?open=readonly")) {
      assertThat(reader.isReadOnly()).isTrue();
      assertThat(Sql.number(reader, "select count(*) from t")).isZero();
      assertThatThrownBy(() -> Sql.run(reader, "insert into t values (1)"))
          .hasFieldOrPropertyWithValue("SQLState", "25006");
      assertThatThrownBy(() -> reader.setReadOnly(false))
          .hasFieldOrPropertyWithValue("SQLState", "25006");
      assertThatThrownBy(() -> DriverManager.getConnection(url))
          .hasMessageContaining("already open in this JVM");
    }
  }

  @Test
  void aForeignFileIsRefusedAndLeftAlone() throws Exception {
    Path file = directory.resolve("diary.pydb");
    Files.writeString(file, "Dear diary, ".repeat(2000));
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:" + file))
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("diary.pydb");
    assertThat(Files.readString(file)).isEqualTo("Dear diary, ".repeat(2000));
  }

  /** Wherever a damaged page is met, the answer is an error that names it, or right. */
  @Test
  void aDamagedPageIsNamedAndLeftAlone() throws Exception {
    Path file = directory.resolve("shop.pydb");
    String url = "jdbc:pydb:" + file;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table guest (id integer primary key, name text)");
      statement.execute("insert into guest values (1, 'Ada')");
    }
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int page = 3; page < whole.length / 8192; page++) {
      byte[] damaged = whole.clone();
      damaged[page * 8192 + 100] ^= 1;
      Files.write(file, damaged);
      try (Connection connection = DriverManager.getConnection(url + "?open=readonly");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select name from guest where id = 1")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("Ada");
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("XX001");
        assertThat(e.getMessage()).contains(file.getFileName().toString(), "page " + page);
        refused++;
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void anotherProcessIsToldWhoHasTheFile() throws Exception {
    Path file = directory.resolve("shop.pydb");
    try (ChildJvm holder = ChildJvm.start(HoldDatabase.class, file.toString())) {
      assertThat(holder.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:" + file))
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("shop.pydb")
          .hasMessageContaining(Long.toString(holder.pid()));
    }
    try (Connection next = DriverManager.getConnection("jdbc:pydb:" + file)) {
      assertThat(Sql.number(next, "select a from t")).isEqualTo(1);
    }
  }

  /** The other process: opens the database, says so and waits to be ended. */
  static final class HoldDatabase {
    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + arguments[0])) {
        Sql.run(connection, "create table t (a integer)");
        Sql.run(connection, "insert into t values (1)");
        System.out.println("open");
        System.in.read();
      }
    }
  }

  // ------------------------------------------------------------------ URLs and properties

  @Test
  void anUnknownPropertyNamesTheNearest() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:mem:?memmory=64m"))
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("did you mean memory?");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:mem:?open=maybe"))
        .hasMessageContaining("create, existing or readonly");
  }

  @Test
  void theDriverTellsItsProperties() throws SQLException {
    PydbDriver driver = new PydbDriver();
    Properties given = new Properties();
    given.setProperty("user", "me");
    DriverPropertyInfo[] infos = driver.getPropertyInfo("jdbc:pydb:./shop?open=existing", given);
    DriverPropertyInfo open =
        Arrays.stream(infos).filter(i -> i.name.equals("open")).findFirst().orElseThrow();
    assertThat(open.value).isEqualTo("existing");
    assertThat(open.choices).containsExactly("create", "existing", "readonly");
    assertThat(infos).allMatch(i -> i.description != null && !i.required);
    assertThat(infos).extracting(i -> i.name).contains("user", "password", "memory", "linger");
  }

  @Test
  void otherUrlsAreForOtherDrivers() throws SQLException {
    PydbDriver driver = new PydbDriver();
    assertThat(driver.acceptsURL("jdbc:h2:mem:")).isFalse();
    assertThat(driver.connect("jdbc:h2:mem:", new Properties())).isNull();
    assertThat(driver.acceptsURL("jdbc:pydb:./shop")).isTrue();
    assertThat(DriverManager.getDriver("jdbc:pydb:./shop")).isInstanceOf(PydbDriver.class);
  }

  @Test
  void aDataSourceConnects() throws SQLException {
    PydbDataSource source = new PydbDataSource();
    assertThatThrownBy(source::getConnection)
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("jdbc:pydb:");
    source.setUrl("jdbc:pydb:mem:");
    source.setUser("me");
    source.setPassword("secret");
    try (Connection one = source.getConnection();
        Connection two = source.getConnection("you", "secret");
        ResultSet rows = two.createStatement().executeQuery("select 1")) {
      assertThat(one.isValid(1)).isTrue();
      assertThat(rows.next()).isTrue();
    }
    source.setProperty("lingr", "1");
    assertThatThrownBy(source::getConnection).hasMessageContaining("linger");
  }
}
