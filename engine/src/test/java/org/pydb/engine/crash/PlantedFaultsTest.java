package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.Fault;

/**
 * The laboratory is itself tested: it finds every fault that is planted. That takes minutes, so
 * with the profile {@code crash-lab} only; those that it finds at once are searched for each time.
 */
class PlantedFaultsTest {
  private static final long CRASHES_MAX = 50_000;

  @Test
  void someFaultsAreFoundAtOnce() throws Exception {
    Map<String, Supplier<PlantedFault>> faults = new TreeMap<>();
    faults.put("published too early", PlantedFault::publishedTooEarly);
    faults.put("acknowledged too early", PlantedFault::acknowledgedTooEarly);
    faults.put("a page is freed too early", PlantedFault::pageFreedTooEarly);
    faults.put("a frame has no checksum", PlantedFault::frameWithoutChecksum);
    faults.put("a replaced page is free at once", PlantedFault::replacedPageFreedAtOnce);
    search("someFaultsAreFoundAtOnce", faults);
  }

  @Test
  @EnabledIfSystemProperty(named = "pydb.crash.planted", matches = "true")
  void liesOfTheDiskAreFound() {
    Map<String, Supplier<Fault>> lies = new TreeMap<>();
    lies.put("the log is not synced", PlantedFault::logIsNotSynced);
    lies.put("pages are not synced", PlantedFault::pagesAreNotSynced);
    lies.put("metas are not synced", PlantedFault::metasAreNotSynced);
    lies.put("names are not synced", PlantedFault::namesAreNotSynced);
    long seed = Seeds.random("liesOfTheDiskAreFound").nextLong();
    lies.forEach(
        (name, lie) -> {
          String found = Search.run(lie.get(), seed, CRASHES_MAX);
          System.out.println(name + ": " + found);
          assertThat(found).as(name).isNotNull();
        });
  }

  @Test
  @EnabledIfSystemProperty(named = "pydb.crash.planted", matches = "true")
  void faultsOfTheEngineAreFound() throws Exception {
    Map<String, Supplier<PlantedFault>> faults = new TreeMap<>();
    faults.put("a page has no checksum", PlantedFault::pageWithoutChecksum);
    faults.put("a segment is used again too early", PlantedFault::segmentReusedTooEarly);
    faults.put("the checkpoint's note is left out", PlantedFault::noteOmitted);
    faults.put("the log's tail is not synced", PlantedFault::tailNotSynced);
    faults.put("a meta is believed that was not synced", PlantedFault::metaBelieved);
    faults.put("an empty tree is not named in the log", PlantedFault::treeNotNamed);
    faults.put("a dropped tree comes back", PlantedFault::dropNotReplayed);
    search("faultsOfTheEngineAreFound", faults);
  }

  /** In what large commits, VACUUM, BACKUP and spilled transactions do. */
  @Test
  @EnabledIfSystemProperty(named = "pydb.crash.planted", matches = "true")
  void faultsOnLargePathsAreFound() throws Exception {
    Map<String, Supplier<PlantedFault>> faults = new TreeMap<>();
    faults.put("parts of a large commit are not kept", PlantedFault::partsNotKept);
    faults.put("parts of a large commit are not named", PlantedFault::partsNotNamed);
    faults.put("index entries that wait are forgotten", PlantedFault::lateEntriesForgotten);
    faults.put("spilled runs of a new index are forgotten", PlantedFault::spilledRunsForgotten);
    faults.put("others' deletes are not put on top", PlantedFault::deletesNotPutOnTop);
    faults.put("nodes that others replaced stay", PlantedFault::replacedNodesStay);
    faults.put("nodes that others made do not die", PlantedFault::replacedNodesDoNotDie);
    faults.put("VACUUM cuts too much", PlantedFault::vacuumCutsTooMuch);
    faults.put("a backup holds nothing", PlantedFault::backupHoldsNothing);
    faults.put("a backup is not synced", PlantedFault::backupNotSynced);
    faults.put("a backup's name is not synced", PlantedFault::backupNameNotSynced);
    faults.put("spilled pages count as used", PlantedFault::spilledPagesCounted);
    search("faultsOnLargePathsAreFound", faults);
  }

  private static void search(String test, Map<String, Supplier<PlantedFault>> faults)
      throws Exception {
    long seed = Seeds.random(test).nextLong();
    for (Map.Entry<String, Supplier<PlantedFault>> fault : faults.entrySet()) {
      ClassLoader engine = new PlantedEngine(fault.getValue().get().classes());
      Object found =
          engine
              .loadClass(Search.class.getName())
              .getMethod("run", long.class, long.class)
              .invoke(null, seed, CRASHES_MAX);
      System.out.println(fault.getKey() + ": " + found);
      assertThat(found).as(fault.getKey()).isNotNull();
    }
  }
}
