package org.pydb.engine.lock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The holders of a lock that several share; they may be thousands, as those who write to one table
 * are. Guarded by the lock's stripe.
 */
final class LockHolders {
  /** In the order of coming, so that messages name them in that order. */
  private final Map<LockOwner, LockMode> modes = new LinkedHashMap<>();

  /** How many hold it in each mode. */
  private final int[] counts = new int[LockMode.STRENGTHS];

  @Nullable LockMode modeOf(LockOwner owner) {
    return modes.get(owner);
  }

  boolean isEmpty() {
    return modes.isEmpty();
  }

  void put(LockOwner owner, LockMode mode) {
    LockMode before = modes.put(owner, mode);
    if (before != null) {
      counts[before.strength()]--;
    }
    counts[mode.strength()]++;
  }

  void remove(LockOwner owner) {
    LockMode before = modes.remove(owner);
    if (before != null) {
      counts[before.strength()]--;
    }
  }

  /** Whether anybody but the owner holds what conflicts with a mode. */
  boolean conflictWith(LockOwner owner, LockMode mode) {
    int conflicting = 0;
    for (int other = mode.weakestConflicting(); other < counts.length; other++) {
      conflicting += counts[other];
    }
    LockMode own = conflicting == 0 ? null : modes.get(owner);
    return conflicting > (own != null && own.conflictsWith(mode) ? 1 : 0);
  }

  void addConflicting(LockOwner owner, LockMode mode, List<LockOwner> found) {
    modes.forEach(
        (other, held) -> {
          if (other != owner && held.conflictsWith(mode)) {
            found.add(other);
          }
        });
  }
}
