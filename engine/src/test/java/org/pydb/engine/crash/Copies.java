package org.pydb.engine.crash;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.pydb.engine.Database;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;

/**
 * The copies of a database that a crash must leave, or may leave: backups, and what was restored
 * from them. Under its name a copy is whole, or there is nothing. Immutable.
 *
 * @param byName the copies, by the names of their files
 */
record Copies(NavigableMap<String, Copy> byName) {

  static final Copies NONE = new Copies(new TreeMap<>());

  /**
   * A copy.
   *
   * @param state what it holds
   * @param acknowledged whether it must be there; else it may
   */
  record Copy(NavigableMap<String, TableState> state, boolean acknowledged) {}

  Copies with(String name, NavigableMap<String, TableState> state, boolean acknowledged) {
    NavigableMap<String, Copy> more = new TreeMap<>(byName);
    more.put(name, new Copy(state, acknowledged));
    return new Copies(more);
  }

  /** Those that are there; throws if one is missing, or not what it should be. */
  Copies found(SimulatedDisk disk) {
    NavigableMap<String, Copy> there = new TreeMap<>();
    for (Map.Entry<String, Copy> each : byName.entrySet()) {
      String name = each.getKey();
      Copy copy = each.getValue();
      if (disk.exists(name)) {
        check(disk, name, copy.state);
        there.put(name, copy);
      } else if (copy.acknowledged) {
        throw new AssertionError("the copy " + name + " is missing");
      }
    }
    return new Copies(there);
  }

  /** Whoever opens the copy finds what there was when it was begun. */
  private static void check(
      SimulatedDisk disk, String name, NavigableMap<String, TableState> expected) {
    SimulatedDisk quiet = new SimulatedDisk(Kind.POSIX, disk.state(), 0); // Nothing crashes here.
    List<String> complaints =
        DatabaseVerifier.verifyFile(quiet, name, SmallDatabase.keyOf(quiet), true);
    if (!complaints.isEmpty()) {
      throw new AssertionError("the copy " + name + ": " + String.join("; ", complaints));
    }
    try (Database database = Database.open(SmallDatabase.options(quiet, name))) {
      NavigableMap<String, TableState> found = Contents.read(database);
      if (!found.equals(expected)) {
        throw new AssertionError("the copy " + name + " holds " + found + ", not " + expected);
      }
    }
  }
}
