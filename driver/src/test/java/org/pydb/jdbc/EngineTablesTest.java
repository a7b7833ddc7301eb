package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.testkit.Seeds;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Tables that are kept by other engines than the B+tree of the data file. */
class EngineTablesTest {

  private static final int TRANSACTIONS = Integer.getInteger("pydb.engine.transactions", 8);

  @TempDir Path directory;

  private Connection open(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:pydb:" + directory.resolve(name));
  }

  private static void assertState(String state, Connection connection, String sql) {
    assertThatThrownBy(() -> Sql.run(connection, sql))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", state);
  }

  /** What a model in memory does, too: rows, an index, rollbacks, savepoints, new openings. */
  @ParameterizedTest
  @ValueSource(strings = {"log", "lsm", "btree", "memory", "log WITH (index = persistent)"})
  void tableDoesWhatAModelDoes(String engine) throws SQLException {
    Random random = Seeds.random("tableDoesWhatAModelDoes");
    NavigableMap<Integer, Integer> model = new TreeMap<>();
    try (Connection connection = open("model")) {
      Sql.run(
          connection, "create table t (id int primary key, n int, filler text) using " + engine);
      Sql.run(connection, "create index t_n on t (n)");
    }
    for (int opening = 0; opening < 2; opening++) {
      if (engine.equals("memory")) {
        model.clear();
      }
      try (Connection connection = open("model")) {
        assertHolds(connection, model);
        connection.setAutoCommit(false);
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
          NavigableMap<Integer, Integer> changed = new TreeMap<>(model);
          change(connection, changed, random);
          var savepoint = connection.setSavepoint();
          NavigableMap<Integer, Integer> more = new TreeMap<>(changed);
          change(connection, more, random);
          if (random.nextInt(3) == 0) {
            connection.rollback(savepoint);
          } else {
            changed = more;
          }
          assertHolds(connection, changed);
          if (random.nextInt(4) == 0) {
            connection.rollback();
          } else {
            connection.commit();
            model = changed;
          }
        }
        assertHolds(connection, model);
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
      }
    }
  }

  private static void change(
      Connection connection, NavigableMap<Integer, Integer> model, Random random)
      throws SQLException {
    for (int i = 0; i < 5; i++) {
      int id = random.nextInt(200);
      int n = random.nextInt(20);
      switch (random.nextInt(5)) {
        case 0 -> {
          Sql.run(connection, "delete from t where id = " + id);
          model.remove(id);
        }
        case 1 -> {
          Sql.run(
              connection, "update t set n = " + n + " where id between " + id + " and " + (id + 9));
          model.subMap(id, id + 10).replaceAll((key, value) -> n);
        }
        case 2 -> {
          Sql.run(connection, "delete from t where n = " + n);
          model.values().removeIf(value -> value == n);
        }
        default -> {
          String filler = "repeat('" + (char) ('a' + n) + "', " + random.nextInt(3) * 3000 + ")";
          Sql.run(
              connection,
              "insert into t values ("
                  + id
                  + ", "
                  + n
                  + ", "
                  + filler
                  + ") on conflict (id) do update set n = excluded.n");
          model.put(id, n);
        }
      }
    }
  }

  private static void assertHolds(Connection connection, NavigableMap<Integer, Integer> model)
      throws SQLException {
    NavigableMap<Integer, Integer> found = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("select id, n from t order by id")) {
        while (rows.next()) {
          found.put(rows.getInt(1), rows.getInt(2));
        }
      }
    }
    assertThat(found).isEqualTo(model);
    long some = model.values().stream().filter(n -> n == 7).count();
    assertThat(Sql.number(connection, "select count(*) from t where n = 7")).isEqualTo(some);
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(model.size());
  }

  /** Two snapshots, and a conflict, as in any table. */
  @ParameterizedTest
  @ValueSource(strings = {"log", "lsm", "memory"})
  void snapshotsStayAndTheFirstCommitterWins(String engine) throws SQLException {
    try (Connection one = open("isolation");
        Connection other = open("isolation")) {
      Sql.run(one, "create table t (id int primary key, n int) using " + engine);
      Sql.run(one, "insert into t values (1, 1), (2, 2)");
      one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      one.setAutoCommit(false);
      assertThat(Sql.number(one, "select sum(n) from t")).isEqualTo(3);
      Sql.run(other, "update t set n = 10 where id = 1");
      Sql.run(other, "insert into t values (3, 3)");
      assertThat(Sql.number(one, "select sum(n) from t")).isEqualTo(3);
      assertState("40001", one, "update t set n = 5 where id = 1");
      one.rollback();
      assertThat(Sql.number(one, "select sum(n) from t")).isEqualTo(15);
      one.commit();
      one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      Sql.run(one, "insert into t select 4, sum(n) from t");
      Sql.run(other, "insert into t values (9, 100)");
      assertThatThrownBy(one::commit)
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "40001");
    }
  }

  @Test
  void memoryTablesReopenEmpty() throws SQLException {
    try (Connection connection = open("shop")) {
      Sql.run(connection, "create table kept (id int primary key) using lsm");
      Sql.run(
          connection,
          "create table gone (id int primary key, kept int references kept) using memory");
      Sql.run(connection, "insert into kept values (1)");
      Sql.run(connection, "insert into gone values (1, 1), (2, 1)");
      assertState("23503", connection, "delete from kept");
      assertState("42P16", connection, "create table child (id int references gone)");
      Sql.run(connection, "create table later (id int)");
      assertState("42P16", connection, "alter table later add foreign key (id) references gone");
    }
    try (Connection connection = open("shop")) {
      assertThat(Sql.number(connection, "select count(*) from gone")).isZero();
      Sql.run(connection, "delete from kept where id = 1");
      Sql.run(connection, "insert into kept values (2)");
      Sql.run(connection, "insert into gone values (1, 2)");
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }

  @Test
  void backupsAndDumpsHoldThem() throws SQLException, IOException {
    try (Connection connection = open("shop")) {
      for (String engine : List.of("log", "lsm", "btree")) {
        Sql.run(
            connection, "create table " + engine + " (id int primary key, n int) using " + engine);
        Sql.run(connection, "create index on " + engine + " (n)");
        Sql.run(
            connection, "insert into " + engine + " select x, x from generate_series(1, 300) g(x)");
      }
      Sql.run(
          connection, "create table indexed (id int primary key) using log with (index = btree)");
      connection.unwrap(PydbConnection.class).backup(directory.resolve("copy"));
      Sql.run(connection, "delete from lsm");
      StringWriter dump = new StringWriter();
      connection.unwrap(PydbConnection.class).dump(dump, rows -> {});
      assertThat(dump.toString())
          .contains(") USING lsm")
          .contains(") USING log WITH (index = btree)");
      try (Connection restored = open("restored")) {
        restored.unwrap(PydbConnection.class).runScript(new StringReader(dump.toString()));
        assertThat(Sql.number(restored, "select count(*) from log")).isEqualTo(300);
      }
    }
    try (Connection copy = open("copy")) {
      assertThat(Sql.number(copy, "select sum(n) from lsm join log using (id, n)"))
          .isEqualTo(45150);
      Sql.run(copy, "insert into lsm values (301, 1)");
      assertThat(Sql.text(copy, "check database")).isEqualTo("ok");
    }
    try (Connection copy = open("copy")) {
      assertThat(Sql.number(copy, "select count(*) from lsm")).isEqualTo(301);
    }
  }

  @Test
  void nothingIsWrittenWhenTheyAreOnlyRead() throws SQLException, IOException {
    try (Connection connection = open("shop")) {
      Sql.run(connection, "create table t (id int primary key) using lsm");
      Sql.run(connection, "create table l (id int primary key) using log");
      Sql.run(connection, "insert into t select x from generate_series(1, 100) g(x)");
      Sql.run(connection, "insert into l select x from generate_series(1, 100) g(x)");
    }
    List<String> before = contents();
    String url = "jdbc:pydb:" + directory.resolve("shop") + "?open=readonly";
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.number(connection, "select count(*) from t join l using (id)")).isEqualTo(100);
    }
    assertThat(contents()).isEqualTo(before);
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .sorted()
          .map(
              file -> {
                try {
                  return file
                      + " "
                      + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  @Test
  void encryptionHidesThem() throws SQLException, IOException {
    String url = "jdbc:pydb:" + directory.resolve("secret") + "?encryption_key=" + "0f".repeat(32);
    try (Connection connection = DriverManager.getConnection(url)) {
      for (String engine : List.of("log", "lsm", "log WITH (index = persistent)")) {
        String name = engine.replaceAll("[^a-z]", "");
        Sql.run(
            connection, "create table " + name + " (id int primary key, t text) using " + engine);
        Sql.run(connection, "insert into " + name + " values (1, 'swordfish'), (2, 'swordfish')");
      }
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
    for (String content : contents()) {
      assertThat(content).doesNotContain("swordfish");
    }
  }

  @Test
  void filesOfAnotherAgeAreRefused() throws SQLException, IOException {
    try (Connection connection = open("shop")) {
      Sql.run(connection, "create table t (id int primary key) using log");
    }
    Path log = directory.resolve("shop.pydb-log-000001.log");
    byte[] old = Files.readAllBytes(log);
    byte[] oldManifest = Files.readAllBytes(directory.resolve("shop.pydb-log-manifest"));
    try (Connection connection = open("shop")) {
      Sql.run(connection, "insert into t values (1)");
    }
    Files.write(log, old);
    Files.write(directory.resolve("shop.pydb-log-manifest"), oldManifest);
    assertThatThrownBy(() -> open("shop").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("shop.pydb-log")
        .hasFieldOrPropertyWithValue("SQLState", "XX001");
    Files.delete(directory.resolve("shop.pydb-log"));
    assertThatThrownBy(() -> open("shop").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("shop.pydb-log is missing");
  }

  /** An engine of the application's own. */
  @Test
  void whatIsRegisteredCanBeNamed() throws SQLException {
    PydbDriver.registerStorageEngine(new OwnEngine());
    try (Connection connection = open("shop")) {
      Sql.run(connection, "create table t (id int primary key) using own_engine");
      Sql.run(connection, "insert into t values (1)");
      assertThat(
              Sql.text(
                  connection,
                  "select amname from pg_am a join pg_class c on c.relam = a.oid where relname = 't'"))
          .isEqualTo("own_engine");
    }
    try (Connection connection = open("shop")) {
      assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(1);
    }
    assertThatThrownBy(() -> PydbDriver.registerStorageEngine(new OwnEngine()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own_engine");
  }

  /** The log has the commit by then: it must not be lost, nor half of it be seen. */
  @Test
  void whatAStoreCannotTakeIsThereAtTheNextOpening() throws SQLException {
    AtomicBoolean isFull = new AtomicBoolean();
    PydbDriver.registerStorageEngine(new FillingEngine(isFull));
    Connection connection = open("shop");
    Sql.run(connection, "create table t (id int primary key) using filling");
    Sql.run(connection, "create table b (id int primary key)");
    isFull.set(true);
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    Sql.run(connection, "insert into b values (1)");
    assertThatThrownBy(connection::commit)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("filling")
        .hasFieldOrPropertyWithValue("SQLState", "08007");
    Sql.run(connection, "insert into b values (2)");
    assertThatThrownBy(connection::commit).hasMessageContaining("filling");
    connection.close();
    isFull.set(false);
    try (Connection again = open("shop")) {
      assertThat(Sql.number(again, "select count(*) from t")).isEqualTo(1);
      assertThat(Sql.number(again, "select sum(id) from b")).isEqualTo(1);
      assertThat(Sql.text(again, "check database")).isEqualTo("ok");
    }
  }

  /** A store whose disk can be full. */
  private record FillingEngine(AtomicBoolean isFull) implements EngineFactory {
    @Override
    public String name() {
      return "filling";
    }

    @Override
    public StorageEngine create(EngineContext context) {
      return filling(LsmEngine.FACTORY.create(context));
    }

    @Override
    public StorageEngine open(EngineContext context) {
      return filling(LsmEngine.FACTORY.open(context));
    }

    private StorageEngine filling(StorageEngine engine) {
      return (StorageEngine)
          Proxy.newProxyInstance(
              StorageEngine.class.getClassLoader(),
              new Class<?>[] {StorageEngine.class},
              (proxy, method, arguments) -> {
                if (isFull.get() && method.getName().equals("apply")) {
                  throw new DiskFullException("planted: no room", null);
                }
                try {
                  return method.invoke(engine, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private record OwnEngine() implements EngineFactory {
    @Override
    public String name() {
      return "own_engine";
    }

    @Override
    public StorageEngine create(EngineContext context) {
      return LsmEngine.FACTORY.create(context);
    }

    @Override
    public StorageEngine open(EngineContext context) {
      return LsmEngine.FACTORY.open(context);
    }
  }

  @Test
  void whatIsRefusedSaysWhatToChoose() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      assertState("42704", connection, "create table t (id int) using heapsort");
      assertState("0A000", connection, "create table t (id int) using log with (index = hash)");
      assertState("22023", connection, "create table t (id int) using log with (index = trie)");
      assertState("22023", connection, "create table t (id int) using lsm with (levels = three)");
      Sql.run(connection, "create table t (id int) using heap");
      Sql.run(connection, "create table u (x) using lsm as select * from t");
      Sql.run(connection, "create temporary table v (id int) using memory on commit delete rows");
    }
  }

  /** The room of what was dropped or emptied comes back, and its rows do not. */
  @Test
  void droppedAndEmptiedTablesAreGone() throws SQLException {
    try (Connection connection = open("shop")) {
      for (int i = 0; i < 3; i++) {
        Sql.run(connection, "create table t (id int primary key, x text) using lsm");
        Sql.run(connection, "insert into t select x, 'x' from generate_series(1, 10000) g(x)");
        Sql.run(connection, "truncate t");
        assertThat(Sql.number(connection, "select count(*) from t")).isZero();
        Sql.run(connection, "insert into t values (1, 'y')");
        Sql.run(connection, "alter table t add column z int default 3");
        assertThat(Sql.number(connection, "select sum(z) from t")).isEqualTo(3);
        Sql.run(connection, "checkpoint");
        Sql.run(connection, "drop table t");
      }
      Sql.run(connection, "vacuum");
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }
}
