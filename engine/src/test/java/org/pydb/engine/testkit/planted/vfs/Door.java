package org.pydb.engine.testkit.planted.vfs;

import org.pydb.engine.testkit.planted.error.Lowest;

/** May do what no other package may: its clock is no violation. */
public class Door {
  final Lowest lowest = new Lowest();

  long clock() {
    return System.nanoTime();
  }
}
