package org.pydb.engine.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pydb.engine.testkit.history.Anomaly.Kind;
import org.pydb.engine.testkit.history.History.Run;

/**
 * Whether a transaction, also one that was rolled back, saw its own writes, and none that it had
 * undone.
 */
final class OwnWrites {
  private final Run run;
  private final List<Anomaly> anomalies = new ArrayList<>();

  /** Its writes so far, those left out that it undid. */
  private final List<Operation.Write> writes = new ArrayList<>();

  /** How many writes there were at each savepoint. */
  private final Map<Integer, Integer> savepoints = new HashMap<>();

  private final Set<Long> undone = new HashSet<>();

  private OwnWrites(Run run) {
    this.run = run;
  }

  static List<Anomaly> check(History history) {
    List<Anomaly> anomalies = new ArrayList<>();
    for (Run run : history.transactions()) {
      OwnWrites own = new OwnWrites(run);
      run.operations().forEach(own::follow);
      anomalies.addAll(own.anomalies);
    }
    return anomalies;
  }

  private void follow(Operation operation) {
    if (operation instanceof Operation.Write write) {
      writes.add(write);
    } else if (operation instanceof Operation.Savepoint savepoint) {
      savepoints.put(savepoint.number(), writes.size());
    } else if (operation instanceof Operation.RollbackTo rollback) {
      List<Operation.Write> since =
          writes.subList(savepoints.get(rollback.number()), writes.size());
      since.forEach(write -> undone.add(write.version()));
      since.clear();
    } else if (operation instanceof Operation.Read read) {
      read.seen().forEach(this::check);
    }
  }

  private void check(Seen seen) {
    for (int i = writes.size() - 1; i >= 0; i--) {
      Operation.Write write = writes.get(i);
      if (write.item().equals(seen.item())) {
        long expected = write.isRemoval() ? Versions.ABSENT : write.version();
        if (expected != seen.version()) {
          tell("wrote " + describe(expected), seen, "then read " + describe(seen.version()));
        }
        break;
      }
    }
    for (long version : seen.chain()) {
      if (undone.contains(version)) {
        tell("undid " + describe(version), seen, "then read it");
      }
    }
  }

  private void tell(String did, Seen seen, String then) {
    String text = run + " " + did + " of " + seen.item() + ", " + then;
    anomalies.add(new Anomaly(Kind.INTERNAL, text));
  }

  private static String describe(long version) {
    return version == Versions.ABSENT ? "the removal" : "version " + version;
  }
}
