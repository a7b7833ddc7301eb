package org.pydb.engine.crash;

import java.util.List;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.testkit.crash.Workload;

/**
 * One client does all that a client can do, to a model as well: see {@link Client}. After a crash
 * there must be all commits that were acknowledged and those that were under way or not: as many of
 * them, in their order, as it happens.
 *
 * @param steps how many things the client does in its first life
 * @param faults whether the disk fails in between
 * @param encrypted whether all files are encrypted
 * @param layers what data files are made of
 */
record TablesWorkload(int steps, boolean faults, boolean encrypted, Layers layers)
    implements Workload<Promise> {

  /** What data files are made of. */
  enum Layers {
    NONE,
    COMPRESSED,
    SEGMENTED,
    /** None, but tables are kept by other engines as well. */
    ENGINES
  }

  TablesWorkload(int steps, boolean faults) {
    this(steps, faults, false, Layers.NONE);
  }

  @Override
  public void live(Life<Promise> life) {
    life.promise(Promise.NOTHING);
    if (encrypted) {
      SmallDatabase.encryptAll(life.disk());
    }
    SmallDatabase.layerAll(life.disk(), layers == Layers.COMPRESSED, layers == Layers.SEGMENTED);
    if (layers == Layers.ENGINES) {
      SmallDatabase.useAllEngines(life.disk());
    }
    life.begin("making the database");
    try (Client client = new Client(life, Promise.NOTHING)) {
      if (faults) {
        client.workInSpiteOfFaults(steps);
      } else {
        client.work(steps);
      }
    }
    verify(life.disk());
  }

  @Override
  public void recover(Life<Promise> life, Promise promised) {
    try (Client client = new Client(life, promised)) {
      client.goOnAfterCrash();
    }
    verify(life.disk());
  }

  /** Proves that what was closed cleanly is whole. */
  static void verify(SimulatedDisk disk) {
    SimulatedDisk copy = new SimulatedDisk(Kind.POSIX, disk.state(), 0); // One without faults.
    List<String> complaints =
        DatabaseVerifier.verifyFile(copy, SmallDatabase.NAME, SmallDatabase.keyOf(copy), true);
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("; ", complaints));
    }
    if (!disk.openFiles().isEmpty()) {
      throw new AssertionError("left open: " + disk.openFiles());
    }
  }
}
