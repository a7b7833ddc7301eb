package org.pydb.jdbc.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pydb.engine.testkit.history.History.Outcome;
import org.pydb.engine.testkit.history.History.Run;
import org.pydb.engine.testkit.history.Item;
import org.pydb.engine.testkit.history.Operation;
import org.pydb.engine.testkit.history.Seen;

/** One client: runs random transactions and records what it did and saw. Used by one thread. */
final class HistoryClient {

  /** Somebody else was in the way: the transaction is lost, and that is fine. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private static final String KEY_TAKEN = "23505";

  private static final int OPERATIONS_MAX = 6;
  private static final int PAUSE_NANOS_MAX = 100_000;

  /** A statement that reads. */
  @FunctionalInterface
  private interface Query {
    List<Seen> run() throws SQLException;
  }

  private final String name;
  private final HistoryRound round;
  private final Connection connection;
  private final HistoryTables tables;
  private final Random random;
  private final List<Run> runs = new ArrayList<>();

  /** What the transaction has done so far. */
  private List<Operation> operations = new ArrayList<>();

  private final List<Savepoint> savepoints = new ArrayList<>();

  HistoryClient(
      String name, HistoryRound round, Connection connection, HistoryAccess access, Random random)
      throws SQLException {
    this.name = name;
    this.round = round;
    this.connection = connection;
    this.random = random;
    tables = new HistoryTables(connection, access);
  }

  /** What it has recorded. */
  List<Run> runs() {
    return runs;
  }

  /** Runs so many transactions. */
  void run(int transactions) throws SQLException {
    for (int i = 0; i < transactions; i++) {
      operations = new ArrayList<>();
      savepoints.clear();
      if (random.nextInt(10) == 0) {
        runInAutocommit();
      } else {
        runTransaction();
      }
    }
  }

  private void runTransaction() throws SQLException {
    connection.setAutoCommit(false);
    long begun = System.nanoTime();
    long ending;
    Outcome outcome = Outcome.ABORTED;
    try {
      int count = 1 + random.nextInt(OPERATIONS_MAX);
      for (int i = 0; i < count; i++) {
        operate();
        if (random.nextInt(3) == 0) {
          LockSupport.parkNanos(random.nextInt(PAUSE_NANOS_MAX));
        }
      }
      ending = System.nanoTime();
      if (random.nextInt(8) == 0) {
        connection.rollback();
      } else {
        connection.commit();
        outcome = Outcome.COMMITTED;
      }
    } catch (SQLException e) {
      expectConflict(e);
      ending = System.nanoTime();
      connection.rollback();
    }
    record(outcome, begun, ending);
  }

  /** One statement that is its own transaction; conflicts are none of the client's business. */
  private void runInAutocommit() throws SQLException {
    connection.setAutoCommit(true);
    long begun = System.nanoTime();
    switch (random.nextInt(4)) {
      case 0 -> append();
      case 1 -> read(false, false, this::someLists);
      case 2 -> read(false, false, this::someRegisters);
      default -> read(true, false, this::someSlots);
    }
    record(Outcome.COMMITTED, begun, begun);
  }

  private void record(Outcome outcome, long begun, long ending) {
    long ended = System.nanoTime();
    runs.add(new Run(round.nextRun(), name, operations, outcome, begun, ending, ended));
  }

  private static void expectConflict(SQLException e) throws SQLException {
    if (!CONFLICTS.contains(e.getSQLState())) {
      throw e;
    }
  }

  // ------------------------------------------------------------------ what it does

  private void operate() throws SQLException {
    switch (random.nextInt(16)) {
      case 0, 1 -> read(false, false, this::someRegisters);
      case 2, 3 -> writeRegister(random.nextInt(HistoryTables.REGISTERS));
      case 4 -> readAndWriteRegister(false);
      case 5 -> readAndWriteRegister(true);
      case 6, 7 -> read(false, false, this::someLists);
      case 8, 9 -> append();
      case 10, 11 -> read(true, false, this::someSlots);
      case 12 -> takeSlot();
      case 13 -> freeSlot();
      case 14 -> takeSavepoint();
      default -> rollbackToSavepoint();
    }
  }

  private List<Seen> read(boolean isPredicate, boolean isLocking, Query query) throws SQLException {
    long invoked = System.nanoTime();
    List<Seen> seen = query.run();
    operations.add(new Operation.Read(seen, isPredicate, isLocking, invoked, System.nanoTime()));
    return seen;
  }

  private List<Seen> someRegisters() throws SQLException {
    int first = random.nextInt(HistoryTables.REGISTERS);
    return tables.readRegisters(first, first + random.nextInt(3));
  }

  private List<Seen> someLists() throws SQLException {
    int first = round.someList(random);
    return tables.readLists(first, first + random.nextInt(2));
  }

  private List<Seen> someSlots() throws SQLException {
    int first = round.someSlot(random);
    return tables.readSlots(first, first + random.nextInt(5));
  }

  private void readAndWriteRegister(boolean isLocking) throws SQLException {
    int id = random.nextInt(HistoryTables.REGISTERS);
    read(
        false, isLocking, () -> isLocking ? tables.lockRegister(id) : tables.readRegisters(id, id));
    writeRegister(id);
  }

  /** Looks at the row again, to know which version was replaced. */
  private void writeRegister(int id) throws SQLException {
    long version = round.nextVersion();
    tables.writeRegister(id, version);
    long invoked = System.nanoTime();
    Seen seen = tables.readRegisters(id, id).get(0);
    Item item = HistoryTables.register(id);
    // A wrong version is for the judge to find: the read tells.
    operations.add(
        new Operation.Write(item, version, seen.chain().isEmpty() ? 0 : seen.chain().get(0)));
    operations.add(new Operation.Read(List.of(seen), false, false, invoked, System.nanoTime()));
  }

  private void append() throws SQLException {
    int id = round.someListToAppend(random);
    long version = round.nextVersion();
    tables.append(id, version);
    operations.add(new Operation.Write(HistoryTables.list(id), version, HistoryRound.UNKNOWN));
  }

  private void takeSlot() throws SQLException {
    int key = round.someSlot(random);
    long version = round.nextVersion();
    try {
      tables.takeSlot(key, version);
      operations.add(new Operation.Write(HistoryTables.slot(key), version, HistoryRound.UNKNOWN));
    } catch (SQLException e) {
      if (!e.getSQLState().equals(KEY_TAKEN)) {
        throw e;
      }
    }
  }

  private void freeSlot() throws SQLException {
    int key = round.someSlot(random);
    Seen seen = read(true, false, () -> tables.readSlots(key, key)).get(0);
    if (!seen.chain().isEmpty() && tables.freeSlot(key, seen.version())) {
      operations.add(
          new Operation.Write(HistoryTables.slot(key), -round.nextVersion(), seen.version()));
    }
  }

  private void takeSavepoint() throws SQLException {
    operations.add(new Operation.Savepoint(savepoints.size()));
    savepoints.add(connection.setSavepoint());
  }

  private void rollbackToSavepoint() throws SQLException {
    if (!savepoints.isEmpty()) {
      int number = random.nextInt(savepoints.size());
      connection.rollback(savepoints.get(number));
      operations.add(new Operation.RollbackTo(number));
      savepoints.subList(number + 1, savepoints.size()).clear();
    }
  }

  // ------------------------------------------------------------------ in the end

  /** Reads everything in one transaction. */
  Run readAll() throws SQLException {
    connection.setAutoCommit(false);
    operations = new ArrayList<>();
    long begun = System.nanoTime();
    read(false, false, () -> tables.readRegisters(0, HistoryTables.REGISTERS));
    read(false, false, () -> tables.readLists(0, HistoryTables.LISTS));
    read(true, false, () -> tables.readSlots(0, HistoryTables.SLOTS));
    long ending = System.nanoTime();
    connection.commit();
    record(Outcome.COMMITTED, begun, ending);
    return runs.get(runs.size() - 1);
  }
}
