package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.jdbc.connection.PydbConnection;

/**
 * Encryption as users meet it: nothing of theirs is legible in any file, a key that is wrong,
 * missing or one too many is told in one sentence, and no message, setting or statistic shows one.
 */
class EncryptionTest {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final String OTHER = "secretsecretsecretsecret";

  /** With all literals that there were: see {@link #url}. */
  private static final String STATISTICS = "SELECT statement FROM pydb.statement_statistics";

  /** Stands in each name and each value. */
  private static final String MARK = "xyzzy";

  @TempDir Path directory;

  private String url(String name, String more) {
    return "jdbc:pydb:" + directory.resolve(name) + "?memory=16m&hoist_literals=off" + more;
  }

  private Connection connect(String name, String key) throws SQLException {
    return DriverManager.getConnection(
        url(name, "&files=" + directory + (key.isEmpty() ? "" : "&encryption_key=" + key)));
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean unused = statement.execute(sql);
      }
    }
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          all.add(rows.getString(i));
        }
      }
      return String.join(" ", all);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    run(
        connection,
        "CREATE SCHEMA s_xyzzy",
        "CREATE TABLE s_xyzzy.t_xyzzy (k_xyzzy text PRIMARY KEY, v_xyzzy text UNIQUE,"
            + " big text, n int, CONSTRAINT c_xyzzy CHECK (v_xyzzy <> 'no xyzzy'))",
        "COMMENT ON TABLE s_xyzzy.t_xyzzy IS 'a xyzzy comment'",
        "CREATE VIEW w_xyzzy AS SELECT * FROM s_xyzzy.t_xyzzy WHERE v_xyzzy > 'xyzzy'",
        "CREATE SEQUENCE q_xyzzy",
        "INSERT INTO s_xyzzy.t_xyzzy SELECT 'key xyzzy ' || i, 'value xyzzy ' || i,"
            + " repeat('xyzzy ', CASE WHEN i % 100 = 0 THEN 5000 ELSE 1 END), i"
            + " FROM generate_series(1, 20000) AS g (i)",
        "ANALYZE",
        "UPDATE s_xyzzy.t_xyzzy SET v_xyzzy = v_xyzzy || ' changed xyzzy' WHERE n % 3 = 0",
        "DELETE FROM s_xyzzy.t_xyzzy WHERE n % 5 = 0");
  }

  private static boolean isLegible(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] mark = MARK.getBytes(UTF_8);
    for (int at = 0; at + mark.length <= bytes.length; at++) {
      int i = 0;
      while (i < mark.length && bytes[at + i] == mark[i]) {
        i++;
      }
      if (i == mark.length) {
        return true;
      }
    }
    return false;
  }

  /**
   * The files of this directory that show the mark, and temporary ones that have lost their name.
   */
  private List<String> legible() throws IOException {
    List<String> legible = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (isLegible(file)) {
          legible.add(String.valueOf(file.getFileName()));
        }
      }
    }
    for (Path file : spillFiles()) {
      if (isLegible(file)) {
        legible.add("temporary file");
      }
    }
    return legible;
  }

  /** What this process has open of this directory without a name; none where there is no /proc. */
  private List<Path> spillFiles() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(open)) {
      for (Path file : files.toList()) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith(directory.toString()) && target.contains("-temp")) {
            found.add(file);
          }
        } catch (IOException e) {
          // It was the directory being listed.
        }
      }
    }
    return found;
  }

  /** Looks at all files while sorts, write sets and results are on the disk. */
  private List<String> legibleWhileBusy(Connection connection) throws Exception {
    List<String> legible = new ArrayList<>();
    connection.setAutoCommit(false);
    run(connection, "UPDATE s_xyzzy.t_xyzzy SET big = big || ' again xyzzy'");
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        ResultSet rows =
            statement.executeQuery(
                "SELECT a.v_xyzzy, a.big, b.k_xyzzy FROM s_xyzzy.t_xyzzy a, generate_series(1, 20),"
                    + " s_xyzzy.t_xyzzy b WHERE a.n = b.n ORDER BY a.v_xyzzy || b.k_xyzzy DESC")) {
      assertThat(rows.absolute(10_000)).isTrue();
      legible.addAll(legible());
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        assertThat(spillFiles()).as("temporary files").isNotEmpty();
      }
      assertThat(rows.getString(1)).contains(MARK);
    }
    connection.commit();
    connection.setAutoCommit(true);
    return legible;
  }

  private static void verify(Path file, String key) {
    KeySource source = key.isEmpty() ? KeySource.NONE : key::toCharArray;
    Path place = file.getParent();
    assertThat(place).isNotNull();
    assertThat(
            DatabaseVerifier.verifyFile(
                new DiskVfs(place), String.valueOf(file.getFileName()), source, true))
        .isEmpty();
  }

  // ------------------------------------------------------------------ secrecy

  @Test
  void plainFilesAreLegible() throws Exception {
    try (Connection connection = connect("plain", "")) {
      fill(connection);
      assertThat(legibleWhileBusy(connection)).contains("plain.pydb-wal");
    }
    assertThat(legible()).containsExactly("plain.pydb");
  }

  @Test
  void noFileOfAnEncryptedDatabaseIsLegible() throws Exception {
    String expected;
    String query = "SELECT count(*), sum(n), max(v_xyzzy), sum(length(big)) FROM w_xyzzy";
    try (Connection connection = connect("shop", KEY)) {
      fill(connection);
      assertThat(legible()).isEmpty();
      assertThat(legibleWhileBusy(connection)).isEmpty();
      run(
          connection,
          "CHECKPOINT",
          "CREATE INDEX i_xyzzy ON s_xyzzy.t_xyzzy (big)",
          "BACKUP TO 'backup'",
          "VACUUM INTO 'rotated' WITH (encryption_key '" + OTHER + "')",
          "VACUUM INTO 'same'",
          "VACUUM");
      expected = ask(connection, query);
      assertThat(ask(connection, "CHECK DATABASE")).isEqualTo("ok");
    }
    assertThat(legible()).isEmpty();
    for (String name : List.of("shop", "backup", "same")) {
      verify(directory.resolve(name + ".pydb"), KEY);
    }
    verify(directory.resolve("rotated.pydb"), OTHER);
    PydbConnection.restore(
        directory.resolve("backup"), directory.resolve("restored"), KEY::toCharArray);
    for (String name : List.of("shop", "backup", "same", "restored")) {
      try (Connection connection = connect(name, KEY)) {
        assertThat(ask(connection, query)).as(name).isEqualTo(expected);
      }
    }
    try (Connection connection = connect("rotated", OTHER)) {
      assertThat(ask(connection, query)).isEqualTo(expected);
      run(connection, "VACUUM INTO 'opened' WITH (encryption_key NONE)");
      connection
          .unwrap(PydbConnection.class)
          .vacuumInto(directory.resolve("third"), KEY::toCharArray);
    }
    assertRefused("28P01", "rotated", KEY);
    assertThat(legible()).containsExactly("opened.pydb");
    for (String name : List.of("opened", "third")) {
      try (Connection connection = connect(name, name.equals("third") ? KEY : "")) {
        assertThat(ask(connection, query)).isEqualTo(expected);
      }
    }
  }

  // ------------------------------------------------------------------ keys

  private void assertRefused(String state, String name, String key) {
    assertThatThrownBy(() -> connect(name, key).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .satisfies(EncryptionTest::holdsNoKey);
  }

  private static void holdsNoKey(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain(KEY, OTHER);
    }
  }

  @Test
  void keysThatDoNotFitAreTold() throws Exception {
    connect("plain", "").close();
    connect("shop", KEY).close();
    assertRefused("28P01", "shop", "00".repeat(32));
    assertRefused("28000", "shop", "");
    assertRefused("22023", "plain", KEY);
    try (Connection open = connect("shop", KEY)) {
      assertThat(open.isValid(1)).isTrue();
      assertRefused("28P01", "shop", "00".repeat(32));
      assertRefused("28000", "shop", "");
      connect("shop", KEY).close();
    }
    assertThatThrownBy(
            () -> DriverManager.getConnection("jdbc:pydb:mem:?encryption_key=" + KEY).close())
        .hasMessageContaining("in memory")
        .satisfies(EncryptionTest::holdsNoKey);
  }

  @Test
  void keyComesFromAProgram() throws Exception {
    PydbDataSource source = new PydbDataSource(url("shop", ""));
    source.setEncryptionKeySource(KEY::toCharArray);
    try (Connection connection = source.getConnection();
        Connection another = source.getConnection()) {
      run(connection, "CREATE TABLE t (a int)");
      assertThat(ask(another, "SELECT count(*) FROM t")).isEqualTo("0");
    }
    assertRefused("28000", "shop", "");
    source.setProperty("encryption_key", KEY);
    assertThatThrownBy(source::getConnection)
        .hasMessageContaining("given twice")
        .satisfies(EncryptionTest::holdsNoKey);
  }

  // ------------------------------------------------------------------ silence

  @Test
  void nothingShowsTheKey() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("encryption_key", KEY);
    properties.setProperty("files", directory.toString());
    String copy = "VACUUM INTO 'copy' WITH (encryption_key '" + OTHER + "')";
    try (Connection connection = DriverManager.getConnection(url("shop", ""), properties);
        Connection looking = connect("shop", KEY)) {
      run(connection, copy);
      String shown =
          ask(looking, "SHOW ALL")
              + ask(looking, "SELECT * FROM pydb.settings")
              + ask(looking, "SELECT * FROM pydb.sessions")
              + ask(looking, "SELECT * FROM pydb.statements")
              + ask(looking, "SHOW running_statements")
              + ask(looking, STATISTICS)
              + connection.getMetaData().getURL()
              + looking.getMetaData().getURL()
              + connection
              + looking;
      assertThat(shown).contains("VACUUM INTO").doesNotContain(KEY, OTHER);
    }
    for (DriverPropertyInfo info :
        new PydbDriver().getPropertyInfo(url("shop", "&encryption_key=" + KEY), properties)) {
      assertThat(String.valueOf(info.value)).doesNotContain(KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VACUUM INTO 'copy' WITH (encryption_key 'secretsecretsecretsecret'",
        "VACUUM INTO 'copy' WITH (encrypton_key 'secretsecretsecretsecret')",
        "VACUUM INTO 'copy' KEY 'secretsecretsecretsecret'",
        "/* why */ vacuum INTO 'copy' WITH (encryption_key 'secretsecretsecretsecret",
        "VACUUM INTO '/elsewhere/copy' WITH (encryption_key 'secretsecretsecretsecret')"
      })
  void mistakesDoNotShowTheKey(String sql) throws Exception {
    try (Connection connection = connect("shop", KEY)) {
      assertThatThrownBy(() -> run(connection, sql))
          .isInstanceOf(SQLException.class)
          .satisfies(EncryptionTest::holdsNoKey);
      assertThat(ask(connection, STATISTICS)).doesNotContain(OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?encryption_key=00112233%zz", "?encryption_key=00112233&encryption_key=11223344"})
  void mistakesInUrlsDoNotShowTheKey(String rest) {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:" + rest).close())
        .isInstanceOf(SQLException.class)
        .message()
        .doesNotContain("00112233");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:shop" + rest).close())
        .isInstanceOf(SQLException.class)
        .message()
        .contains("encryption_key")
        .doesNotContain("00112233", "11223344");
  }
}
