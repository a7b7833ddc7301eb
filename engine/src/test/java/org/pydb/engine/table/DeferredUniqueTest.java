package org.pydb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.LockTimeoutException;
import org.pydb.engine.error.PendingChecksException;
import org.pydb.engine.error.StatementRestartException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.IndexDefinition.Origin;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.TestDatabase;

/**
 * A unique key that two rows may have until a statement or a transaction ends: stories, and several
 * sessions at random against a model. The verifier looks for keys that two rows have.
 */
class DeferredUniqueTest {
  private static final String KEY = "t_k_key";
  private static final int ID = 0;
  private static final int K = 1;

  /** Few keys, so that sessions meet. */
  private static final int KEYS = 8;

  private static final int SESSIONS = 4;
  private static final int STEPS = 4_000;

  private final TestDatabase test = new TestDatabase();
  private final Random random = Seeds.random("DeferredUniqueTest");

  /** What is committed: the key of each row, which may be NULL. */
  private final Map<Integer, @Nullable Integer> committed = new TreeMap<>();

  private int lastId;

  @BeforeEach
  void makeTable() {
    try (Transaction t = test.database().begin()) {
      t.design()
          .createTable(
              new TableDefinition(
                  t.design().newId(),
                  1,
                  "public",
                  "t",
                  List.of(
                      new ColumnDefinition("id", ColumnType.of(ColumnKind.INT32), false),
                      new ColumnDefinition("k", ColumnType.of(ColumnKind.INT32), true)),
                  null,
                  List.of(index(t, Deferral.INITIALLY_IMMEDIATE)),
                  List.of(),
                  List.of(),
                  Map.of()));
      t.commit();
    }
  }

  private static IndexDefinition index(Transaction t, Deferral deferral) {
    List<KeyColumn> columns = List.of(KeyColumn.ascending(K));
    return new IndexDefinition(
        t.design().newId(),
        KEY,
        columns,
        false,
        Origin.UNIQUE_CONSTRAINT,
        IndexDefinition.NONE,
        List.of(),
        deferral,
        false);
  }

  private static TableDefinition table(Transaction t) {
    return Objects.requireNonNull(t.catalog().table("public", "t"));
  }

  private static void insert(Transaction t, int id, @Nullable Integer k) {
    TableWriter writer = t.writer(table(t));
    RowBuilder row = new RowBuilder(writer.layout().rows());
    row.setLong(ID, id);
    set(row, k);
    writer.insert(row);
  }

  private static void set(RowBuilder row, @Nullable Integer k) {
    if (k == null) {
      row.setNull(K);
    } else {
      row.setLong(K, k);
    }
  }

  private static @Nullable Integer key(RowView row) {
    return row.isNull(K) ? null : (int) row.getLong(K);
  }

  // ------------------------------------------------------------------ stories

  @Test
  void aStatementMayPassThroughKeysThatOthersHave() {
    try (Transaction t = test.database().begin()) {
      for (int i = 1; i <= 100; i++) {
        insert(t, i, i);
      }
      t.endStatement();
      t.beginStatement("update t set k = k + 1");
      shift(t, id -> true, 1);
      t.endStatement();
      insert(t, 200, 50);
      assertThatThrownBy(t::endStatement)
          .isInstanceOf(ConstraintException.class)
          .hasMessage(
              "duplicate key value violates unique constraint \"t_k_key\" of table \"t\": key"
                  + " (k)=(50) already exists");
    }
    test.close();
  }

  @Test
  void aTableWithAPendingKeyIsNotDefinedAnew() {
    try (Transaction t = test.database().begin()) {
      t.deferredChecks().setAll(true);
      insert(t, 1, 5);
      insert(t, 2, 5);
      t.endStatement();
      assertThatThrownBy(() -> t.design().lock(table(t)))
          .isInstanceOf(PendingChecksException.class)
          .hasMessageContaining("constraint \"t_k_key\" is still to be checked");
    }
    test.close();
  }

  @Test
  void anIndexIsNotMadeOfRowsThatHaveAKeyTwice() {
    try (Transaction t = test.database().begin()) {
      TableDefinition without = t.design().dropIndex(table(t), table(t).indexes().get(0));
      insert(t, 1, null);
      insert(t, 2, null);
      insert(t, 3, 5);
      t.endStatement();
      TableDefinition with = t.design().createIndex(without, index(t, Deferral.INITIALLY_DEFERRED));
      TableDefinition again = t.design().dropIndex(with, with.indexes().get(0));
      insert(t, 4, 5);
      t.endStatement();
      assertThatThrownBy(() -> t.design().createIndex(again, index(t, Deferral.INITIALLY_DEFERRED)))
          .isInstanceOf(ConstraintException.class)
          .hasMessageContaining("could not create unique index \"t_k_key\"")
          .hasMessageContaining("(k)=(5)");
    }
    test.close();
  }

  @Test
  void theVerifierFindsAKeyThatTwoRowsHave() {
    try (Transaction t = test.database().begin()) {
      t.deferredChecks().setAll(true);
      insert(t, 1, 5);
      insert(t, 2, 5);
      t.endStatement();
      t.tree().commit(); // As a faulty engine would, without a look at what was put off.
    }
    assertThat(test.database().verify())
        .contains("table public.t: several rows have the key (5) of the unique index t_k_key");
    try (Transaction t = test.database().begin()) {
      shift(t, id -> id == 2, 1);
      t.endStatement();
      t.commit();
    }
    test.close();
  }

  // ------------------------------------------------------------------ at random

  interface Choice {
    boolean takes(int id);
  }

  /** Adds to the keys of rows as the statement sees them. */
  private static void shift(Transaction t, Choice choice, int by) {
    View view = t.view();
    TableWriter writer = t.writer(table(t));
    RowBuilder changed = new RowBuilder(writer.layout().rows());
    TableCursor rows = new TableCursor(writer.layout(), view);
    rows.open(view, KeyRange.ALL, false);
    while (rows.next()) {
      Integer k = key(rows.row());
      if (choice.takes((int) rows.row().getLong(ID)) && k != null) {
        changed.setAll(rows.row());
        changed.setLong(K, k + by);
        writer.update(rows.row(), changed);
      }
    }
  }

  private static void delete(Transaction t, Choice choice) {
    View view = t.view();
    TableWriter writer = t.writer(table(t));
    TableCursor rows = new TableCursor(writer.layout(), view);
    rows.open(view, KeyRange.ALL, false);
    while (rows.next()) {
      if (choice.takes((int) rows.row().getLong(ID))) {
        writer.delete(rows.row());
      }
    }
  }

  private static Map<Integer, @Nullable Integer> rows(Transaction t) {
    Map<Integer, @Nullable Integer> found = new TreeMap<>();
    View view = t.view();
    TableCursor rows = new TableCursor(t.catalog().layout(table(t)), view);
    rows.open(view, KeyRange.ALL, false);
    while (rows.next()) {
      found.put((int) rows.row().getLong(ID), key(rows.row()));
    }
    return found;
  }

  /** A session: a transaction, and what it has written by the model. */
  private final class Session {
    final Transaction transaction =
        test.database()
            .begin(
                TransactionOptions.DEFAULT
                    .withIsolation(
                        random.nextBoolean() ? Isolation.READ_COMMITTED : Isolation.REPEATABLE_READ)
                    .withLockTimeout(1));

    boolean isDeferred;

    /** Rows that it has inserted, changed or, if there is no value, deleted. */
    Map<Integer, Row> own = new HashMap<>();

    /** Null stands for a row that was deleted. */
    record Row(boolean isThere, @Nullable Integer k) {}

    /** What would be committed. */
    Map<Integer, @Nullable Integer> newest() {
      Map<Integer, @Nullable Integer> all = new TreeMap<>(committed);
      own.forEach(
          (id, row) -> {
            if (row.isThere) {
              all.put(id, row.k);
            } else {
              all.remove(id);
            }
          });
      return all;
    }

    boolean isTwice(int k) {
      return newest().values().stream().filter(other -> Objects.equals(other, k)).count() > 1;
    }

    boolean isBroken() {
      Set<Integer> seen = new HashSet<>();
      return newest().values().stream().anyMatch(k -> k != null && !seen.add(k));
    }

    /** Runs a statement; false if the transaction has to be given up for others in its way. */
    boolean run() {
      Transaction.Savepoint before = transaction.savepoint();
      Map<Integer, Row> ownBefore = new HashMap<>(own);
      transaction.beginStatement("a step");
      Set<Integer> touched = new HashSet<>();
      try {
        change(touched);
      } catch (LockTimeoutException | WriteConflictException | StatementRestartException e) {
        return false;
      }
      boolean mustFail = !isDeferred && touched.stream().anyMatch(this::isTwice);
      if (mustFail) {
        assertThatThrownBy(transaction::endStatement).isInstanceOf(ConstraintException.class);
      } else {
        transaction.endStatement();
      }
      if (mustFail || random.nextInt(8) == 0) {
        transaction.rollbackTo(before);
        own = ownBefore;
      }
      transaction.release(before);
      return true;
    }

    private void change(Set<Integer> touched) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          for (int i = 0; i <= random.nextInt(2); i++) {
            Integer k = random.nextInt(6) == 0 ? null : random.nextInt(KEYS);
            int id = ++lastId;
            insert(transaction, id, k);
            own.put(id, new Row(true, k));
            if (k != null) {
              touched.add(k);
            }
          }
        }
        case 2 -> {
          int rest = random.nextInt(4);
          int by = random.nextInt(3) - 1;
          Choice choice = id -> rest == 3 || id % 3 == rest;
          Map<Integer, @Nullable Integer> seen = rows(transaction);
          shift(transaction, choice, by);
          seen.forEach(
              (id, k) -> {
                if (choice.takes(id) && k != null) {
                  own.put(id, new Row(true, k + by));
                  if (by != 0) {
                    touched.add(k + by);
                  }
                }
              });
        }
        default -> {
          int rest = random.nextInt(4);
          Choice choice = id -> id % 4 == rest;
          Set<Integer> seen = rows(transaction).keySet();
          delete(transaction, choice);
          seen.stream().filter(choice::takes).forEach(id -> own.put(id, new Row(false, null)));
        }
      }
    }

    void defer(boolean deferred) {
      if (!deferred && isBroken()) {
        assertThatThrownBy(() -> transaction.deferredChecks().setAll(false))
            .isInstanceOf(ConstraintException.class);
      } else {
        transaction.deferredChecks().setAll(deferred);
        isDeferred = deferred;
      }
    }

    void commit() {
      if (isBroken()) {
        assertThatThrownBy(transaction::commit).isInstanceOf(ConstraintException.class);
      } else {
        transaction.commit();
        Map<Integer, @Nullable Integer> all = newest();
        committed.clear();
        committed.putAll(all);
      }
      transaction.close();
    }
  }

  /** Who fails, and when, and what is there in the end is what the model says. */
  @Test
  void sessionsAtRandomNeverCommitAKeyTwice() {
    List<Session> sessions = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (sessions.size() < SESSIONS) {
        sessions.add(new Session());
      }
      Session session = sessions.get(random.nextInt(sessions.size()));
      boolean isOver = false;
      switch (random.nextInt(8)) {
        case 0 -> session.defer(random.nextBoolean());
        case 1 -> {
          session.commit();
          isOver = true;
        }
        default -> {
          isOver = !session.run();
          if (isOver) {
            session.transaction.close();
          }
        }
      }
      if (isOver) {
        sessions.remove(session);
        try (Transaction reading = test.database().begin(true)) {
          assertThat(rows(reading)).isEqualTo(committed);
        }
      }
    }
    sessions.forEach(session -> session.transaction.close());
    test.crash();
    test.close();
  }
}
