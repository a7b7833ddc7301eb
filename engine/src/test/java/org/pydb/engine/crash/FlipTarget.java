package org.pydb.engine.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.testkit.crash.DiskChange;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/**
 * The files of a database, to flip bits in. Whoever opens them then must be given the right answer,
 * or be told that something is damaged; never a wrong answer, nor another exception.
 *
 * @param files as a process left them that closed the database, or that died
 * @param expected what is in there
 * @param before what was in there before the last commit: nothing says of that that it was synced
 * @param lastWrites what was written to the log for the last commit; a flip there may read as torn
 */
record FlipTarget(
    DiskState files,
    NavigableMap<String, TableState> expected,
    NavigableMap<String, TableState> before,
    List<DiskChange> lastWrites) {

  private static final String LOG = SmallDatabase.NAME + "-wal";
  private static final int STEPS = 30;

  /** In these first bytes a file says whose it is. With another name it is somebody else's. */
  private static final int MAGIC_SIZE = 8;

  /** A database that was closed. */
  @SuppressWarnings("try") // closed before its files are looked at
  static FlipTarget closed(long seed, boolean encrypted) {
    SimulatedDisk disk = disk(seed, encrypted);
    Client client = client(disk, seed);
    client.work(STEPS);
    client.close();
    return of(disk, client, client.promise(), List.of());
  }

  /** A database whose process died. */
  static FlipTarget open(long seed, boolean encrypted) {
    SimulatedDisk disk = disk(seed, encrypted);
    Client client = client(disk, seed);
    client.work(STEPS);
    client.changeAndCheckpoint();
    Promise before = client.promise();
    List<DiskChange> writes = new ArrayList<>();
    disk.setWatcher(
        (change, state) -> {
          if (change.operation() == Operation.WRITE && change.name().equals(LOG)) {
            writes.add(change);
          }
          return null;
        });
    while (client.promise().equals(before)) {
      writes.clear();
      client.changeRows();
    }
    return of(disk, client, before, writes);
  }

  private static SimulatedDisk disk(long seed, boolean encrypted) {
    SimulatedDisk disk = new SimulatedDisk(seed);
    if (encrypted) {
      SmallDatabase.encryptAll(disk);
    }
    return disk;
  }

  private static Client client(SimulatedDisk disk, long seed) {
    return new Client(Life.quiet(disk, seed, Promise.NOTHING), Promise.NOTHING, false);
  }

  private static FlipTarget of(
      SimulatedDisk disk, Client client, Promise before, List<DiskChange> lastWrites) {
    DiskState files = DiskState.of(disk.state().contents());
    return new FlipTarget(files, client.promise().last(), before.last(), lastWrites);
  }

  /** Flips one bit, anywhere or in a byte that is not zero, and looks what becomes of it. */
  boolean flip(Random random) {
    Map<String, byte[]> contents = files.contents();
    List<String> names = new ArrayList<>(contents.keySet());
    names.remove(SmallDatabase.KEY_FILE);
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = contents.get(name);
    boolean anywhere = random.nextBoolean();
    int at;
    do {
      at = random.nextInt(bytes.length);
    } while (!anywhere && bytes[at] == 0);
    long bit = at * 8L + random.nextInt(8);
    boolean readOnly = random.nextBoolean();
    try {
      return isTold(name, bit, readOnly);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "bit " + bit + " of " + name + (readOnly ? ", read only: " : ": ") + e.getMessage(), e);
    }
  }

  /** Whether whoever reads it is told; if not, what is read is right. */
  private boolean isTold(String name, long bit, boolean readOnly) {
    DiskState damaged = files.withFlippedBit(name, bit);
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, damaged, bit);
    try (SmallDatabase database =
        readOnly ? SmallDatabase.openReadOnly(disk) : SmallDatabase.open(disk)) {
      NavigableMap<String, TableState> found = Contents.read(database.database());
      if (!found.equals(expected) && !(isLast(name, bit / 8) && found.equals(before))) {
        throw new AssertionError("found " + found + ", expected " + expected);
      }
      return !database.database().verify().isEmpty();
    } catch (CorruptionException e) {
      return true;
    } catch (NotADatabaseException e) {
      if (bit / 8 >= MAGIC_SIZE) {
        throw e;
      }
      return true;
    }
  }

  /**
   * Damages the newest meta. The checkpoint before it has lost pages and log since a note in the
   * log said that the newest is durable; so nobody may open it for writing.
   */
  void checkThatALostMetaIsMissed() {
    byte[] bytes = files.contents().get(SmallDatabase.NAME);
    long page = sequence(bytes, Meta.PAGE_A) > sequence(bytes, Meta.PAGE_B) ? 1 : 2;
    long bit = (page * PageLayout.PAGE_SIZE + 100) * 8;
    DiskState damaged = files.withFlippedBit(SmallDatabase.NAME, bit);
    try (SmallDatabase database = SmallDatabase.open(new SimulatedDisk(Kind.POSIX, damaged, 1))) {
      throw new AssertionError("opened by an older meta: " + database.database().description());
    } catch (CorruptionException e) {
      return; // That is right.
    }
  }

  private static long sequence(byte[] bytes, long page) {
    return Bytes.getLong(bytes, (int) page * PageLayout.PAGE_SIZE + 64);
  }

  private boolean isLast(String name, long at) {
    return name.equals(LOG)
        && lastWrites.stream().anyMatch(w -> w.position() <= at && at < w.position() + w.count());
  }
}
