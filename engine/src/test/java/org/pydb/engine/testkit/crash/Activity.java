package org.pydb.engine.testkit.crash;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Something that a workload does, and how many crashes have met it. Thread-safe. */
public final class Activity {
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final LongAdder crashes = new LongAdder();

  Activity(String... names) {
    this.names.addAll(Set.of(names));
  }

  /** Says what else it is, which may be known only when it is over. */
  public void add(String name) {
    names.add(name);
  }

  void crashed() {
    crashes.increment();
  }

  Set<String> names() {
    return names;
  }

  long crashes() {
    return crashes.sum();
  }
}
