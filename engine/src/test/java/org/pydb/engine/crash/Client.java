package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Durability;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.testkit.crash.Activity;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Does to a database, and to a model of it, what chance says: transactions that insert, update and
 * delete rows, short and long, with savepoints, or make and drop tables and indexes, durable at
 * once or later; checkpoints; closing and opening. Says before each commit what a crash may leave
 * from then on. Not thread-safe.
 */
final class Client implements AutoCloseable {
  private static final int TABLES_MAX = 3;

  /** With more rows the database is too large to be crashed quickly. */
  private static final int ROWS_MAX = 150;

  /** So many rows of the larger sort are a large commit, and their locks spill. */
  private static final int ROWS_SPILLED = 2 * SmallDatabase.LOCKS_IN_MEMORY;

  /** A write set of so many bytes has spilled some of its nodes. */
  private static final long BYTES_SPILLED = 100_000;

  /** A life that makes copies makes so many. */
  private static final int COPIES_MAX = 4;

  /** A life does one thing so much more often than others do. */
  private static final int FAVOURED = 8;

  /** After so many a disk with one fault must work again. */
  private static final int TRIES_MAX = 30;

  /** What it does, and how often of so many times. */
  private enum Step {
    CHECKPOINT(2),
    REOPEN(1),
    BACKGROUND(1),
    DEFINE(3),
    VACUUM(1),
    BACKUP(1),
    LARGE_COMMIT(2),
    COMMIT(13);

    static final int OFTEN = Arrays.stream(values()).mapToInt(step -> step.often).sum();

    final int often;

    Step(int often) {
      this.often = often;
    }
  }

  private final Life<Promise> life;
  private final Random random;
  private final Step favourite;
  private final boolean relaxes;
  private final boolean copies;
  private SmallDatabase database;
  private boolean open;
  private boolean diskMayFail;

  private int lastCopy;

  /** After a failure only what was synced is sure to be there. */
  private @Nullable EngineException lastFailure;

  /** What is there, and from which commit on a crash may take it. */
  private Promise promise;

  /** A client of a database that is not open yet, and in which there is what was promised. */
  Client(Life<Promise> life, Promise promise) {
    this(life, promise, true);
  }

  /** The same, which may make do without relaxed commits, and then makes no copies either. */
  Client(Life<Promise> life, Promise promise, boolean relaxes) {
    copies = relaxes;
    this.life = life;
    this.promise = promise;
    this.relaxes = relaxes;
    random = life.random();
    favourite = Step.values()[random.nextInt(Step.values().length)];
  }

  private NavigableMap<String, TableState> model() {
    return promise.last();
  }

  /** Does so many things. */
  void work(int steps) {
    open();
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Opens what a crash has left, which must be what was promised and whole, and goes on. */
  void goOnAfterCrash() {
    life.begin("recovery");
    open();
    // It has been seen: from now on it must stay.
    NavigableMap<String, TableState> found = Contents.read(database.database());
    promise = promise.found(found, life.powerWasLost()).durable();
    promise = promise.with(promise.copies().found(life.disk()));
    life.promise(promise);
    List<String> complaints = database.database().verify();
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("; ", complaints));
    }
    Contents.checkTrees(database);
    switch (random.nextInt(6)) {
      case 0 -> step();
      case 1 -> define();
      default -> {} // Closing it is enough.
    }
  }

  /**
   * Does so many things on a disk that fails in between. A full disk must harm nothing but what
   * needed room; after any other failure the database may refuse to go on, but must open again with
   * what was promised.
   */
  void workInSpiteOfFaults(int steps) {
    diskMayFail = true;
    for (int i = 0; i < steps; i++) {
      inSpiteOfFaults(this::step);
    }
    for (int i = 0; !inSpiteOfFaults(this::changeAndClose); i++) {
      if (i == TRIES_MAX) {
        throw new AssertionError("it does not recover from a failure", lastFailure);
      }
    }
  }

  private void changeAndClose() {
    changeRows();
    close();
  }

  /** Whether it was done. */
  private boolean inSpiteOfFaults(Runnable action) {
    try {
      if (!open) {
        open();
        compareWithPromise();
      }
      action.run();
      return true;
    } catch (DiskFullException e) {
      lastFailure = e;
      life.begin("after a full disk");
      if (open) {
        compareWithPromise();
      }
    } catch (EngineException e) {
      lastFailure = e;
      life.begin("after a failure");
      closeQuietly();
    }
    return false;
  }

  private void open() {
    database = SmallDatabase.open(life.disk());
    open = true;
  }

  private void closeQuietly() {
    if (!open) {
      return;
    }
    open = false;
    try {
      database.close();
    } catch (EngineException e) {
      life.begin("after a failure to close"); // What it has left, opening will show.
    }
  }

  /** One of the states that were promised must be there; from now on it is that one. */
  private void compareWithPromise() {
    NavigableMap<String, TableState> found = Contents.read(database.database());
    promise = promise.found(found, lastFailure != null);
    life.promise(promise);
    life.disk().lossIsSeen();
    noteSync();
  }

  private void step() {
    switch (anyStep()) {
      case CHECKPOINT -> checkpoint();
      case REOPEN -> reopen();
      case BACKGROUND -> inBackground();
      case DEFINE -> define();
      case VACUUM -> vacuum();
      case BACKUP -> backUp();
      case LARGE_COMMIT -> changeMuch();
      case COMMIT -> changeRows();
    }
  }

  private Step anyStep() {
    int at = random.nextInt(Step.OFTEN + FAVOURED);
    for (Step step : Step.values()) {
      at -= step.often;
      if (at < 0) {
        return step;
      }
    }
    return favourite;
  }

  /** Leaves a checkpoint that differs from the one before. */
  void changeAndCheckpoint() {
    Promise before = promise;
    while (promise.equals(before)) {
      changeRows();
    }
    checkpoint();
  }

  private void checkpoint() {
    life.begin("checkpoint");
    database.database().checkpoint();
    isDurable();
  }

  private void reopen() {
    close();
    TablesWorkload.verify(life.disk());
    life.begin("open");
    open();
    compareWithPromise();
  }

  private void inBackground() {
    life.begin("background");
    database.runBackground();
    noteSync();
  }

  /** All that was committed has become durable. */
  private void isDurable() {
    promise = promise.durable();
    life.promise(promise);
  }

  /** A relaxed commit becomes durable when the log is synced, whoever does that. */
  private void noteSync() {
    WriteAheadLog log = database.store().log();
    if (log != null && log.syncedPosition() >= log.endPosition()) {
      isDurable();
    }
  }

  // ------------------------------------------------------------------ vacuum, copies

  private void vacuum() {
    Activity activity = life.begin("vacuum");
    long pages = database.store().file().pageCount();
    database.database().vacuum();
    if (database.store().file().pageCount() < pages) {
      activity.add("vacuum that cuts the file");
    }
    isDurable(); // It ends with a checkpoint.
  }

  /** Backs the database up, changes it meanwhile, and perhaps restores what was backed up. */
  private void backUp() {
    if (!copies || promise.copies().byName().size() >= COPIES_MAX) {
      return;
    }
    String name = freeName("copy-");
    NavigableMap<String, TableState> state = model();
    copy(name, state, () -> database.database().backup(life.disk(), name, this::duringBackup));
    if (random.nextInt(3) == 0) {
      String restored = freeName("restored-");
      copy(
          restored,
          state,
          () ->
              Database.restore(
                  SmallDatabase.options(life.disk(), name),
                  SmallDatabase.options(life.disk(), restored),
                  pages -> {}));
    }
  }

  /** Not that of a copy that failed, and may come back after a crash. */
  private String freeName(String kind) {
    String name;
    do {
      name = kind + ++lastCopy + DatabaseOptions.SUFFIX;
    } while (life.disk().exists(name));
    return name;
  }

  /** Makes a copy; there is nothing under its name, or all of it. */
  private void copy(String name, NavigableMap<String, TableState> state, Runnable action) {
    life.begin(name.replaceAll("-.*", ""));
    setCopies(promise.copies().with(name, state, false));
    action.run();
    setCopies(promise.copies().with(name, state, true));
    promise.copies().found(life.disk());
    life.begin("between");
  }

  private void setCopies(Copies copies) {
    promise = promise.with(copies);
    life.promise(promise);
  }

  private void duringBackup(long pages) {
    for (int i = random.nextInt(5); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> checkpoint();
        case 1 -> vacuum();
        case 2 -> changeMuch();
        default -> changeRows();
      }
    }
    life.begin("copy", "copy of what was changed meanwhile");
  }

  // ------------------------------------------------------------------ definitions

  private void define() {
    int tables = model().size();
    if (tables == 0 || (tables < TABLES_MAX && random.nextBoolean())) {
      createTable();
    } else if (tables > 1 && random.nextInt(3) == 0) {
      dropTable();
      inBackground(); // Its pages are freed there.
    } else {
      changeIndex(anyTable());
    }
  }

  private void createTable() {
    NavigableMap<String, TableState> next = new TreeMap<>(model());
    String kind = random.nextBoolean() ? "by_id_" : "by_text_";
    int number = 1;
    while (next.containsKey(kind + number)) {
      number++;
    }
    String name = kind + number;
    Activity activity = life.begin("create table", "DDL");
    try (Transaction transaction = database.database().begin()) {
      Tables.create(transaction, name);
      next.put(name, TableState.EMPTY);
      if (random.nextBoolean()) {
        new RowChanges(transaction, name, random, activity).change(next, 1 + random.nextInt(20));
      }
      commit(transaction, next, activity);
    }
  }

  private void dropTable() {
    NavigableMap<String, TableState> next = new TreeMap<>(model());
    Activity activity = life.begin("drop table", "DDL");
    String name = anyTable();
    try (Transaction transaction = database.database().begin()) {
      TableDefinition table = Tables.find(transaction, name);
      transaction.design().dropTable(table);
      next.remove(name);
      commit(transaction, next, activity);
    }
  }

  private void changeIndex(String name) {
    NavigableMap<String, TableState> next = new TreeMap<>(model());
    TableState state = next.get(name);
    String kind = Tables.INDEXES.get(random.nextInt(Tables.INDEXES.size()));
    String index = name + "_" + kind;
    boolean drop = state.indexes().contains(index);
    Activity activity = life.begin(drop ? "drop index" : "create index", "DDL");
    try (Transaction transaction = database.database().begin()) {
      if (random.nextInt(3) == 0) {
        new RowChanges(transaction, name, random, activity).change(next, 1 + random.nextInt(5));
      }
      TableDefinition table = Tables.find(transaction, name);
      if (drop) {
        transaction.design().dropIndex(table, table.index(index));
        next.put(name, next.get(name).withoutIndex(index));
      } else {
        Tables.createIndex(transaction, name, kind);
        next.put(name, next.get(name).withIndex(index));
      }
      commit(transaction, next, activity);
    }
  }

  private String anyTable() {
    List<String> names = new ArrayList<>(model().keySet());
    return names.get(random.nextInt(names.size()));
  }

  // ------------------------------------------------------------------ rows

  void changeRows() {
    change(false);
  }

  /** Changes so much that it is a large commit, and spills. */
  private void changeMuch() {
    change(true);
  }

  private void change(boolean much) {
    if (model().isEmpty()) {
      createTable();
      return;
    }
    NavigableMap<String, TableState> next = new TreeMap<>(model());
    Activity activity = life.begin("commit");
    try (Transaction transaction = database.database().begin()) {
      if (much) {
        RowChanges rows = new RowChanges(transaction, anyTable(), random, activity);
        rows.changeMuch(next, ROWS_SPILLED);
        activity.add("large commit");
        activity.add("locks that spill");
        if (rows.bytes() > BYTES_SPILLED) {
          activity.add("write set that spills");
        }
      }
      for (int i = random.nextInt(3); i >= 0; i--) {
        RowChanges rows = new RowChanges(transaction, anyTable(), random, activity);
        if (random.nextInt(6) == 0) {
          rows.changeAndRollBack(next);
        }
        if (rowCount(next) > ROWS_MAX) {
          rows.deleteMany(next);
        } else {
          rows.change(next, 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 6));
        }
      }
      if (random.nextInt(12) > 0) {
        commit(transaction, next, activity);
      }
    }
  }

  private static int rowCount(NavigableMap<String, TableState> state) {
    return state.values().stream().mapToInt(table -> table.rows().size()).sum();
  }

  /** What is there, or may be. */
  Promise promise() {
    return promise;
  }

  /** Commits; from now on there may be the new state, and when this returns there is. */
  private void commit(
      Transaction transaction, NavigableMap<String, TableState> next, Activity activity) {
    boolean relaxed = relaxes && random.nextInt(5) == 0;
    TreeShape before = TreeShape.of(database.store());
    long number = currentNumber();
    Promise possible = promise.or(next);
    if (relaxed) {
      activity.add("relaxed commit");
      life.promise(possible);
    } else if (diskMayFail) {
      life.promise(possible); // On a full disk a checkpoint may make a version of its own first.
    } else {
      // Whoever reads now may see the commit before it is acknowledged: only when it is durable.
      life.promiseBy(() -> currentNumber() > number ? promise.durable(next) : possible);
    }
    try {
      transaction.commit(relaxed ? Durability.RELAXED : Durability.FULL);
      promise = relaxed ? possible.kept() : promise.durable(next);
    } catch (DiskFullException e) {
      throw e; // It had no effect.
    } catch (EngineException e) {
      promise = possible; // Nobody knows.
      throw e;
    } finally {
      life.promise(promise);
    }
    noteSync();
    before.describeChange(TreeShape.of(database.store()), activity);
    life.begin("between");
  }

  private long currentNumber() {
    return database.store().pipeline().current().number();
  }

  /** Closes the database as it should be. */
  @Override
  public void close() {
    if (open) {
      life.begin("close");
      open = false;
      database.close();
      isDurable();
    }
  }
}
