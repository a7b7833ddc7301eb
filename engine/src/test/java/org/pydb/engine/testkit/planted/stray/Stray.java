package org.pydb.engine.testkit.planted.stray;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Breaks every rule that a class can break on its own. */
class Stray {
  final Random chance = new Random();

  void reachesOut() {
    System.out.println(System.nanoTime() + chance.nextInt());
    System.out.println(Files.exists(Path.of(".")));
  }
}
