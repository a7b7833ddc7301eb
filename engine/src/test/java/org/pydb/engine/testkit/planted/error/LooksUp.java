package org.pydb.engine.testkit.planted.error;

import org.pydb.engine.testkit.planted.vfs.Door;

/** Lies below {@link Door} and uses it all the same. */
class LooksUp {
  final Door door = new Door();
}
