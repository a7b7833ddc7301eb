package org.pydb.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FrameworksPage;
import org.pydb.jdbc.spring.PydbExceptionTranslator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring JDBC over databases in files, with the pet clinic as its subject. */
class SpringTest {
  @TempDir Path directory;

  private AnnotationConfigApplicationContext clinic;
  private Owners owners;
  private Pets pets;
  private Reception reception;
  private JdbcTemplate jdbc;

  @BeforeEach
  void open() {
    clinic = PetClinic.open(directory.resolve("clinic"));
    owners = clinic.getBean(Owners.class);
    pets = clinic.getBean(Pets.class);
    reception = clinic.getBean(Reception.class);
    jdbc = clinic.getBean(JdbcTemplate.class);
  }

  @AfterEach
  void close() {
    assertThat(jdbc.queryForObject("check database", String.class)).isEqualTo("ok");
    clinic.close();
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("Spring JDBC", SpringTest.class);
  }

  private int owner(String lastName, String city) {
    return owners.add(new Owner(null, "Jean", lastName, city, null));
  }

  private int cat() {
    return pets.add(owner("Coleman", "Monona"), "Max", "cat", LocalDate.of(2012, 9, 4));
  }

  @Test
  @DisplayName(
      "`JdbcTemplate`: queries into records and maps, `KeyHolder`, batches, callbacks, scripts")
  void jdbcTemplate() {
    int owner = owner("Coleman", "Monona");
    int dog = pets.add(owner, "Rex", "dog", LocalDate.of(2020, 2, 29));
    pets.add(owner, "Ada", "cat", LocalDate.of(2021, 1, 1));
    assertThat(pets.of(owner))
        .element(1)
        .isEqualTo(new Pet(dog, "Rex", "dog", LocalDate.of(2020, 2, 29)));
    pets.addVisits(dog, List.of("a", "b", "c"));
    assertThat(pets.visits()).isEqualTo(Map.of("Ada", 0, "Rex", 3));
    assertThat(jdbc.queryForMap("select name, birth from pet where id = ?", dog))
        .isEqualTo(Map.of("name", "Rex", "birth", java.sql.Date.valueOf("2020-02-29")));
    assertThatThrownBy(() -> jdbc.queryForObject("select id from pet where id = 0", Integer.class))
        .isInstanceOf(EmptyResultDataAccessException.class);
    jdbc.setMaxRows(1);
    jdbc.setFetchSize(10);
    assertThat(jdbc.queryForList("select id from pet")).hasSize(1);
  }

  @Test
  @DisplayName(
      "`NamedParameterJdbcTemplate`, `JdbcClient` and `SimpleJdbcInsert`: names, lists behind IN,"
          + " properties of records, generated keys")
  void namedParameters() {
    int coleman = owner("Coleman", "Monona");
    int black = owner("Black", "Madison");
    owner("Coe", "Paris");
    assertThat(owners.inCities(List.of("Monona", "Madison")))
        .extracting(Owner::id)
        .containsExactly(coleman, black);
    assertThat(owners.byLastName("Co"))
        .extracting(Owner::lastName)
        .containsExactly("Coe", "Coleman");
    assertThat(owners.move(black, "Paris")).isOne();
    JdbcClient client = JdbcClient.create(jdbc);
    assertThat(
            client
                .sql("select city, count(*) n from owner group by city having count(*) > :n")
                .param("n", 1)
                .query()
                .singleRow())
        .isEqualTo(Map.of("city", "Paris", "n", 2L));
    assertThat(
            client
                .sql("select * from owner where id = :id and city is distinct from :city")
                .param("id", black)
                .param("city", null)
                .query(Owner.class)
                .single())
        .isEqualTo(new Owner(black, "Jean", "Black", "Paris", null));
  }

  @Test
  @DisplayName("`@Transactional`, REQUIRED and MANDATORY: an exception undoes all")
  void required() {
    int cat = cat();
    reception.book(cat, List.of("rabies shot", "neutered"));
    assertThatThrownBy(() -> reception.book(cat, List.of("spayed", "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pets.visits()).containsEntry("Max", 2);
    assertThatThrownBy(() -> clinic.getBean(Visits.class).add(cat, "alone"))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  @DisplayName(
      "`@Transactional`, REQUIRES_NEW: its own connection commits what the outer one undoes")
  void requiresNew() {
    int cat = cat();
    assertThatThrownBy(() -> reception.book(cat, List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(clinic.getBean(Audit.class).notes()).containsExactly("book 1");
    assertThat(pets.visits()).containsEntry("Max", 0);
  }

  @Test
  @DisplayName(
      "`@Transactional`, NESTED: a savepoint; what failed behind it is undone, the rest goes on")
  void nested() {
    assertThat(reception.bookWhatGoes(cat(), List.of("fleas", "", "teeth"))).isEqualTo(2);
    assertThat(pets.visits()).containsEntry("Max", 2);
    assertThat(clinic.getBean(Audit.class).notes())
        .containsExactly("not booked: a visit without a reason");
  }

  @Test
  @DisplayName(
      "`@Transactional`, `readOnly`, `isolation`, `timeout`: the database holds to each; the"
          + " connection comes back as it was")
  void attributes() throws SQLException {
    assertThatThrownBy(() -> reception.writeThoughReadOnly())
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "25006");
    assertThat(reception.isolation()).isEqualTo("serializable");
    assertThatThrownBy(() -> reception.sleep()).isInstanceOf(QueryTimeoutException.class);
    try (Connection connection = clinic.getBean(DataSource.class).getConnection()) {
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  @Test
  @DisplayName(
      "exceptions of constraints: `DuplicateKeyException` for unique and primary keys,"
          + " `DataIntegrityViolationException` for foreign keys, checks, NOT NULL, lengths, ranges")
  void constraints() {
    int cat = cat();
    assertFails(
        DuplicateKeyException.class, "insert into pet values (" + cat + ", 'x', 'cat', null, 1)");
    assertFails(
        DuplicateKeyException.class,
        "insert into owner (first_name, last_name, telephone) values ('a', 'b', '1'), ('a', 'b', '1')");
    for (String sql :
        List.of(
            "insert into pet (name, kind, owner_id) values ('x', 'cat', 99)",
            "delete from owner",
            "insert into pet (name, kind, owner_id) values ('x', 'cow', 1)",
            "update pet set name = null",
            "update owner set city = 'a city with more than twenty letters'",
            "update pet set owner_id = 3000000000",
            "select 1 / 0",
            "select cast('x' as date)")) {
      assertFails(DataIntegrityViolationException.class, sql);
    }
  }

  @Test
  @DisplayName("exceptions of statements: `BadSqlGrammarException` for syntax and unknown names")
  void grammar() {
    for (String sql :
        List.of("selec", "select * from nothing", "select nothing from pet", "select nothing()")) {
      assertFails(BadSqlGrammarException.class, sql);
    }
  }

  private void assertFails(Class<? extends Exception> expected, String sql) {
    assertThatThrownBy(() -> jdbc.execute(sql)).as(sql).isInstanceOf(expected);
  }

  @Test
  @DisplayName(
      "exceptions of locks: `CannotAcquireLockException` for NOWAIT and `lock_timeout` (by the plug-in)"
          + " and for serialization failures, `PessimisticLockingFailureException` for deadlocks")
  void locks() throws Exception {
    int cat = cat();
    int dog = pets.add(owner("Black", "Madison"), "Rex", "dog", LocalDate.of(2020, 1, 1));
    transaction(TransactionDefinition.ISOLATION_DEFAULT)
        .executeWithoutResult(
            status -> {
              jdbc.update("update pet set name = 'Moritz' where id = ?", cat);
              for (String sql :
                  List.of(
                      "select * from pet where id = " + cat + " for update nowait",
                      "update pet set name = 'Murr' where id = " + cat)) {
                assertThatThrownBy(() -> elsewhere("set lock_timeout = '50ms'", sql))
                    .as(sql)
                    .isInstanceOf(CannotAcquireLockException.class);
              }
            });
    assertThatThrownBy(() -> inTurns(TransactionDefinition.ISOLATION_DEFAULT, cat, dog))
        .hasCauseInstanceOf(PessimisticLockingFailureException.class);
    assertThatThrownBy(
            () ->
                transaction(TransactionDefinition.ISOLATION_REPEATABLE_READ)
                    .executeWithoutResult(
                        status -> {
                          jdbc.queryForList("select * from pet");
                          elsewhere("update pet set name = 'Murr'");
                          jdbc.update("update pet set name = 'Mikesch'");
                        }))
        .isInstanceOf(CannotAcquireLockException.class);
  }

  private TransactionTemplate transaction(int isolation) {
    TransactionTemplate template =
        new TransactionTemplate(clinic.getBean(JdbcTransactionManager.class));
    template.setIsolationLevel(isolation);
    return template;
  }

  /** Runs statements over a connection of its own, in another thread's place. */
  private void elsewhere(String... statements) {
    try (HikariDataSource other = new HikariDataSource()) {
      other.setJdbcUrl(clinic.getBean(HikariDataSource.class).getJdbcUrl());
      other.setMaximumPoolSize(1);
      for (String sql : statements) {
        JdbcTemplate template = new JdbcTemplate(other);
        template.setExceptionTranslator(new PydbExceptionTranslator());
        template.execute(sql);
      }
    }
  }

  /** Two threads change both rows, each in another order. */
  private void inTurns(int isolation, int first, int second) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> there = threads.submit(() -> both(isolation, barrier, first, second));
      Future<?> back = threads.submit(() -> both(isolation, barrier, second, first));
      there.get();
      back.get();
    } finally {
      threads.shutdown();
    }
  }

  private void both(int isolation, CyclicBarrier barrier, int first, int second) {
    transaction(isolation)
        .executeWithoutResult(
            status -> {
              jdbc.update("update pet set name = name where id = ?", first);
              try {
                barrier.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              jdbc.update("update pet set name = name where id = ?", second);
            });
  }

  @Test
  @DisplayName(
      "exceptions of connections: `CannotGetJdbcConnectionException` for a file that is not there"
          + " or a wrong URL")
  void connections() {
    for (String url :
        List.of(
            "jdbc:pydb:" + directory.resolve("none") + "?open=existing",
            "jdbc:pydb:x?opne=create")) {
      assertThatThrownBy(
              () -> new JdbcTemplate(new DriverManagerDataSource(url)).execute("select 1"))
          .isInstanceOf(CannotGetJdbcConnectionException.class);
    }
  }
}
