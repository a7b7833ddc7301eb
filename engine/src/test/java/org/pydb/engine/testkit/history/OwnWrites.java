package org.pydb.engine.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydb.engine.testkit.history.Anomaly.Kind;
import org.pydb.engine.testkit.history.History.Run;

/** Whether transactions, also those that were rolled back, saw their own writes. Stateless. */
final class OwnWrites {
  private OwnWrites() {}

  static List<Anomaly> check(History history) {
    List<Anomaly> anomalies = new ArrayList<>();
    for (Run run : history.transactions()) {
      check(run, anomalies);
    }
    return anomalies;
  }

  private static void check(Run run, List<Anomaly> anomalies) {
    Map<Item, Long> own = new HashMap<>();
    Map<Integer, Map<Item, Long>> savepoints = new HashMap<>();
    for (Operation operation : run.operations()) {
      if (operation instanceof Operation.Write write) {
        own.put(write.item(), write.isRemoval() ? Versions.ABSENT : write.version());
      } else if (operation instanceof Operation.Savepoint savepoint) {
        savepoints.put(savepoint.number(), new HashMap<>(own));
      } else if (operation instanceof Operation.RollbackTo rollback) {
        own = new HashMap<>(savepoints.get(rollback.number()));
      } else if (operation instanceof Operation.Read read) {
        for (Seen seen : read.seen()) {
          Long expected = own.get(seen.item());
          if (expected != null && expected != seen.version()) {
            anomalies.add(
                new Anomaly(
                    Kind.INTERNAL,
                    run
                        + " wrote "
                        + describe(expected)
                        + " to "
                        + seen.item()
                        + ", then read "
                        + describe(seen.version())));
          }
        }
      }
    }
    // What it undid, it must not see: such a version stands at the end of a chain.
    checkUndone(run, anomalies);
  }

  private static void checkUndone(Run run, List<Anomaly> anomalies) {
    List<Long> alive = new ArrayList<>();
    List<Long> undone = new ArrayList<>();
    Map<Integer, Integer> savepoints = new HashMap<>();
    for (Operation operation : run.operations()) {
      if (operation instanceof Operation.Write write) {
        alive.add(write.version());
      } else if (operation instanceof Operation.Savepoint savepoint) {
        savepoints.put(savepoint.number(), alive.size());
      } else if (operation instanceof Operation.RollbackTo rollback) {
        List<Long> since = alive.subList(savepoints.get(rollback.number()), alive.size());
        undone.addAll(since);
        since.clear();
      } else if (operation instanceof Operation.Read read && !undone.isEmpty()) {
        for (Seen seen : read.seen()) {
          for (long version : seen.chain()) {
            if (undone.contains(version)) {
              anomalies.add(
                  new Anomaly(
                      Kind.INTERNAL,
                      run
                          + " undid "
                          + describe(version)
                          + " of "
                          + seen.item()
                          + ", then read it"));
            }
          }
        }
      }
    }
  }

  private static String describe(long version) {
    return version == Versions.ABSENT ? "nothing" : "version " + version;
  }
}
