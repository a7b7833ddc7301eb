package org.pydb.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Timeouts;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockTimeoutException;
import org.hibernate.query.KeyedPage;
import org.hibernate.query.KeyedResultList;
import org.hibernate.query.Order;
import org.hibernate.query.Page;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FrameworksPage;
import org.pydb.jdbc.hibernate.PydbDialect;

/** Hibernate over databases in files. */
class HibernateTest {
  private static final Logger LOGGER = Logger.getLogger("org.hibernate");

  @TempDir Path directory;

  private SessionFactory sessions;
  private Bank bank;

  @BeforeEach
  void open() {
    LOGGER.setLevel(Level.OFF);
    sessions = sessions("create");
    bank = new Bank(sessions);
    bank.open("1", "100.00");
    bank.open("2", "0.00");
  }

  private SessionFactory sessions(String schemaAction) {
    return Bank.configuration(directory.resolve("bank"))
        .setProperty("hibernate.hbm2ddl.auto", schemaAction)
        .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
        .buildSessionFactory();
  }

  @AfterEach
  void close() {
    assertThat(
            sessions.<String>fromSession(
                session ->
                    session.createNativeQuery("check database", String.class).getSingleResult()))
        .isEqualTo("ok");
    sessions.close();
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("Hibernate ORM", HibernateTest.class);
  }

  @Test
  @DisplayName(
      "schema: create, validate, update and drop tables, sequences, indexes and foreign keys; the"
          + " dialect is found by itself")
  void schema() {
    assertThat(sessions.unwrap(SessionFactoryImplementor.class))
        .extracting(factory -> factory.getJdbcServices().getDialect())
        .isInstanceOf(PydbDialect.class);
    sessions("validate").close();
    execute("alter table account drop column contract");
    assertThatThrownBy(() -> sessions("validate").close())
        .isInstanceOf(SchemaManagementException.class)
        .hasMessageContaining("missing column [contract]");
    sessions("update").close();
    sessions("validate").close();
    sessions.getSchemaManager().truncateMappedObjects();
    assertThat(bank.page(0, 9)).isEmpty();
  }

  private void execute(String sql) {
    sessions.inTransaction(session -> session.createNativeMutationQuery(sql).executeUpdate());
  }

  @Test
  @DisplayName(
      "entities: ids of sequences and identities, natural ids, cascades, orphans, lazy collections,"
          + " `@Lob`, batches")
  void entities() {
    sessions.inTransaction(
        session -> {
          Account account = Bank.find(session, "1");
          account.sign("to be kept. ".repeat(10_000));
          for (int i = 0; i < 120; i++) {
            account.book(BigDecimal.ONE, "interest " + i);
          }
        });
    sessions.inTransaction(
        session -> {
          Account account = Bank.find(session, "1");
          assertThat(account.contract()).hasSize(120_000);
          assertThat(account.balance()).isEqualByComparingTo("220");
          assertThat(account.bookings()).hasSize(121);
          assertThat(account.bookings().get(120).text()).isEqualTo("interest 119");
          assertThat(account.bookings().get(120).moment()).isNotNull();
          account.bookings().remove(0);
        });
    assertThat(number("select count(*) from Booking")).isEqualTo(121);
    sessions.inTransaction(session -> session.remove(Bank.find(session, "1")));
    assertThat(number("select count(*) from Booking")).isEqualTo(1);
  }

  private long number(String query) {
    return sessions.fromTransaction(
        session -> session.createSelectionQuery(query, Long.class).getSingleResult());
  }

  @Test
  @DisplayName("optimistic locks: a stale `@Version` is refused with `OptimisticLockException`")
  void optimisticLock() {
    Account stale = sessions.fromTransaction(session -> Bank.find(session, "1"));
    bank.move("1", "2", BigDecimal.ONE);
    assertThatThrownBy(
            () ->
                sessions.inTransaction(
                    session -> {
                      stale.sign("late");
                      session.merge(stale);
                    }))
        .isInstanceOf(OptimisticLockException.class);
    assertThatThrownBy(
            () ->
                sessions.inTransaction(
                    session -> {
                      Account account = Bank.find(session, "1");
                      session.lock(account, LockModeType.OPTIMISTIC);
                      bank.move("1", "2", BigDecimal.ONE);
                    }))
        .isInstanceOf(OptimisticEntityLockException.class);
  }

  @Test
  @DisplayName(
      "pessimistic locks: PESSIMISTIC_WRITE and PESSIMISTIC_READ lock rows, others wait; no lost"
          + " money")
  void pessimisticLock() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> moves = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        boolean back = i % 2 == 1;
        moves.add(
            threads.submit(
                () -> bank.move(back ? "2" : "1", back ? "1" : "2", new BigDecimal("0.10"))));
      }
      for (Future<?> move : moves) {
        move.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(bank.page(0, 2))
        .extracting(account -> account.balance() + " " + account.version())
        .containsExactly("100.00 20", "0.00 20");
  }

  @Test
  @DisplayName(
      "locks without waiting: NOWAIT fails with `LockTimeoutException`, SKIP LOCKED leaves locked"
          + " rows out")
  void lockTimeouts() {
    sessions.inTransaction(
        holder -> {
          Account locked = Bank.find(holder, "1");
          holder.lock(locked, LockModeType.PESSIMISTIC_WRITE);
          assertThatThrownBy(() -> lockNow(locked.id())).isInstanceOf(LockTimeoutException.class);
          List<Account> unlocked =
              sessions.fromTransaction(
                  session ->
                      session
                          .createSelectionQuery("from Account order by number", Account.class)
                          .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                          .list());
          assertThat(unlocked).extracting(Account::number).containsExactly("2");
        });
  }

  private void lockNow(Long id) {
    sessions.inTransaction(
        session ->
            session.find(Account.class, id, LockModeType.PESSIMISTIC_WRITE, Timeouts.NO_WAIT));
  }

  @Test
  @DisplayName("pagination: by offset and limit, by key, and with a fetched collection")
  void pagination() {
    for (int i = 3; i <= 9; i++) {
      bank.open(String.valueOf(i), "1.00");
    }
    assertThat(bank.page(1, 4)).extracting(Account::number).containsExactly("5", "6", "7", "8");
    assertThat(bank.page(2, 4)).extracting(Account::number).containsExactly("9");
    KeyedPage<Account> first = Page.first(4).keyedBy(Order.asc(Account.class, "number"));
    KeyedResultList<Account> four = keyed(first);
    assertThat(keyed(four.getNextPage()).getResultList())
        .extracting(Account::number)
        .containsExactly("5", "6", "7", "8");
  }

  private KeyedResultList<Account> keyed(KeyedPage<Account> page) {
    return sessions.fromTransaction(
        session ->
            session.createSelectionQuery("from Account", Account.class).getKeyedResultList(page));
  }

  @Test
  @DisplayName(
      "HQL: joins, groups, sub-queries, CTEs, window functions, unions, functions of texts and"
          + " dates")
  void queries() {
    bank.move("1", "2", new BigDecimal("30.50"));
    assertThat(
            texts(
                """
                            with Sums as (
                              select a.number as number, sum(b.amount) as total, count(*) as many
                              from Account a join a.bookings b group by a.number)
                            select s.number || ':' || cast(s.total as String) || ':'
                              || cast(rank() over (order by s.total desc) as String)
                            from Sums s where s.many > 1 and exists (
                              from Booking b where b.account.number = s.number and b.amount < 100)
                            order by s.number"""))
        .containsExactly("1:69.50:1", "2:30.50:2");
    assertThat(
            texts(
                """
                            select upper(left(text, 2)) || lpad(cast(length(text) as String), 3, '0')
                              || case when extract(year from moment) > 2000 then 'yes' else 'no' end
                              || case when local date - 1 day < local date then 'yes' else 'no' end
                            from Booking where text like 'o%' and moment > current_timestamp - 1 hour
                            fetch first 1 row only"""))
        .containsExactly("OP007yesyes");
    assertThat(
            texts(
                "select number from Account where number = '1' union all select text"
                    + " from Booking where text like 'to%'"))
        .containsExactlyInAnyOrder("1", "to 2");
  }

  private List<String> texts(String query) {
    return sessions.fromTransaction(
        session -> session.createSelectionQuery(query, String.class).list());
  }

  @Test
  @DisplayName("changes in HQL: UPDATE, DELETE, INSERT from a query; ON CONFLICT; `upsert`")
  void changes() {
    sessions.inTransaction(
        session -> {
          change(
              session, "update versioned Account set balance = balance * 2 where number = '1'", 1);
          change(
              session,
              "insert into Account (number, balance, version) select number || 'x', balance, 0"
                  + " from Account",
              2);
          change(
              session,
              "insert into Account (number, balance, version) values ('1', 0, 0)"
                  + " on conflict (number) do update set balance = excluded.balance",
              1);
          change(session, "delete from Booking where account.number = '1'", 1);
          change(session, "delete from Account where number like '_' and bookings is empty", 1);
        });
    Account two = sessions.fromTransaction(session -> Bank.find(session, "2"));
    two.sign("by upsert");
    sessions.inStatelessTransaction(session -> session.upsert(two));
    Account changed = sessions.fromTransaction(session -> Bank.find(session, "2"));
    assertThat(changed.contract()).isEqualTo("by upsert");
  }

  private static void change(Session session, String hql, int count) {
    assertThat(session.createMutationQuery(hql).executeUpdate()).as(hql).isEqualTo(count);
  }

  @Test
  @DisplayName(
      "exceptions: `ConstraintViolationException` with the constraint's name, for unique keys,"
          + " foreign keys and NOT NULL")
  void exceptions() {
    assertThatThrownBy(() -> bank.open("1", "0.00"))
        .isInstanceOfSatisfying(
            ConstraintViolationException.class,
            e -> {
              assertThat(e.getKind()).isEqualTo(ConstraintViolationException.ConstraintKind.UNIQUE);
              assertThat(e.getConstraintName()).isEqualTo("account_number_key");
            });
    assertThatThrownBy(() -> execute("delete from account"))
        .isInstanceOfSatisfying(
            ConstraintViolationException.class,
            e -> {
              assertThat(e.getConstraintName()).isNotNull().startsWith("fk");
            });
    assertThatThrownBy(() -> execute("update account set balance = null"))
        .isInstanceOf(ConstraintViolationException.class);
  }

  @Test
  @DisplayName("native queries: parameters, entities, dates, arrays behind `= any`")
  void nativeQueries() {
    List<Account> found =
        sessions.fromTransaction(
            session ->
                session
                    .createNativeQuery(
                        "select * from account where number = any (:numbers) and :day < now()",
                        Account.class)
                    .setParameter("numbers", new String[] {"2", "3"})
                    .setParameter("day", LocalDate.of(2020, 2, 29))
                    .list());
    assertThat(found).extracting(Account::number).containsExactly("2");
  }
}
