package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.Database;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.CrashLab;
import org.pydb.engine.testkit.crash.CrashReport;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/** What the laboratory has found, one test a story. */
class RecoveryStoriesTest {

  /**
   * A process died, or its sync failed, when the last meta page of a clean close was written and
   * not durable. The next one read it in the system's memory, believed it and removed the log; then
   * the power failed, and there was a file that wanted its log.
   */
  @Test
  void whatADeadProcessHasNotSyncedIsMadeDurableFirst() {
    Random random = Seeds.random("whatADeadProcessHasNotSyncedIsMadeDurableFirst");
    CrashReport report = new CrashReport();
    for (int i = 0; i < 2; i++) {
      new CrashLab(random.nextLong())
          .withCrashesPerChange(1)
          .withDeaths(1)
          .withRecrash(1, 2)
          .run(new TablesWorkload(3, false), report);
    }
    assertThat(report.crashes()).isGreaterThan(200);
  }

  /**
   * A process died while it made a database. The next one went on with the file and made the log;
   * then the power failed, and took the file's name, which nobody had synced, but not the log's:
   * every later one made a new file and found a log that belonged to another.
   */
  @Test
  void nameOfAFileThatADeadProcessMadeIsMadeDurableFirst() {
    Random chance = Seeds.random("nameOfAFileThatADeadProcessMadeIsMadeDurableFirst");
    for (DiskState left : statesWhileOpening(DiskState.EMPTY)) {
      for (DiskState later : statesWhileOpening(left)) {
        for (int i = 0; i < 4; i++) {
          SimulatedDisk disk =
              new SimulatedDisk(Kind.POSIX, later.afterPowerLoss(chance), chance.nextLong());
          SmallDatabase opened = SmallDatabase.open(disk);
          assertThat(opened.database().verify()).isEmpty();
          opened.close();
        }
      }
    }
  }

  /** What a process leaves that dies while it opens, after each change of the disk. */
  private static List<DiskState> statesWhileOpening(DiskState before) {
    List<DiskState> states = new ArrayList<>();
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, before, 1);
    disk.setWatcher(
        (change, state) -> {
          states.add(state);
          return null;
        });
    SmallDatabase opened = SmallDatabase.open(disk);
    disk.setWatcher((change, state) -> null);
    opened.close();
    return states;
  }

  /**
   * A table was made and stayed empty, so the log named its tree nowhere. After a crash its id was
   * given to the next table, whose definition took the place of its own.
   */
  @Test
  void emptyTableKeepsItsIdOverACrash() {
    SimulatedDisk disk = new SimulatedDisk(1);
    define(SmallDatabase.open(disk).database(), "by_id_1", false);
    disk = new SimulatedDisk(Kind.POSIX, disk.state().afterPowerLoss(new Random(1)), 2);
    SmallDatabase second = SmallDatabase.open(disk);
    define(second.database(), "by_id_2", true);
    disk = new SimulatedDisk(Kind.POSIX, disk.state().afterPowerLoss(new Random(1)), 3);
    SmallDatabase third = SmallDatabase.open(disk);
    define(third.database(), "by_id_3", false);
    NavigableMap<String, TableState> found = Contents.read(third.database());
    assertThat(found.keySet()).containsExactly("by_id_1", "by_id_2", "by_id_3");
    assertThat(third.database().verify()).isEmpty();
    third.close();
  }

  /**
   * A backup was acknowledged when it had its name, and the names had been synced: which is nothing
   * on Windows. Only the next sync of any file would have kept the name there.
   */
  @Test
  void nameOfABackupIsDurableOnWindows() {
    SimulatedDisk disk = new SimulatedDisk(Kind.WINDOWS, DiskState.EMPTY, 1);
    Random chance = Seeds.random("nameOfABackupIsDurableOnWindows");
    SmallDatabase opened = SmallDatabase.open(disk);
    define(opened.database(), "by_id_1", true);
    opened.database().backup(disk, "copy.pydb", pages -> {});
    for (int i = 0; i < 20; i++) {
      DiskState left = disk.state().afterPowerLoss(chance);
      assertThat(DatabaseVerifier.verifyFile(new SimulatedDisk(Kind.WINDOWS, left, i), "copy.pydb"))
          .isEmpty();
    }
    opened.close();
  }

  private static void define(Database database, String name, boolean indexed) {
    try (Transaction transaction = database.begin()) {
      Tables.create(transaction, name);
      if (indexed) {
        Tables.createIndex(transaction, name, "key");
      }
      transaction.commit();
    }
  }
}
