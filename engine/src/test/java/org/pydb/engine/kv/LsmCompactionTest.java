package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.Fault.Outcome;
import org.pydb.engine.testkit.crash.SimulatedDisk;

/** What a compaction does, and spares. */
class LsmCompactionTest {
  private static final int MEMORY_BYTES = 32 << 10;

  private final SimulatedDisk disk = new SimulatedDisk(1);

  private KeyValueStore open() {
    return KeyValueStore.open(
        KeyValueOptions.at(Path.of("test"))
            .withVfs(disk)
            .withEngine(LsmEngine.FACTORY)
            .withMemoryBytes(MEMORY_BYTES)
            .withExecutor(Runnable::run));
  }

  private static byte[] key(int i) {
    return "%08d".formatted(i).getBytes(UTF_8);
  }

  /** Counts the bytes that are written to runs. */
  private long[] countRunBytes() {
    long[] bytes = {0};
    disk.setFault(
        change -> {
          if (change.operation() == Operation.WRITE && change.name().endsWith(".run")) {
            bytes[0] += change.count();
          }
          return Outcome.DONE;
        });
    return bytes;
  }

  /** Keys that come in order are written once: their runs move down as they are. */
  @Test
  void runsThatOverlapNothingMoveAsTheyAre() {
    int count = 3000;
    long[] written = countRunBytes();
    try (KeyValueStore store = open()) {
      for (int i = 0; i < count; i++) {
        store.set(key(i), new byte[100]);
      }
      assertThat(written[0]).isBetween(50L * count, 130L * count);
      for (int i = 0; i < count; i++) {
        assertThat(store.get(key(i))).hasSize(100);
      }
    }
    try (KeyValueStore store = open()) {
      assertThat(store.get(key(count - 1))).hasSize(100);
    }
  }

  /** What moves down must not hide what is newer, nor show what was deleted. */
  @Test
  void newerEntriesStayAboveThoseThatMoved() {
    Random random = Seeds.random("newerEntriesStayAboveThoseThatMoved");
    Map<Integer, Byte> expected = new TreeMap<>();
    for (int round = 0; round < 3; round++) {
      try (KeyValueStore store = open()) {
        for (int i = 0; i < 1500; i++) {
          int key = i / 300 % 2 == 0 ? i : random.nextInt(1500);
          byte[] value = new byte[60];
          random.nextBytes(value);
          if (random.nextInt(4) == 0) {
            store.delete(key(key));
            expected.remove(key);
          } else {
            store.set(key(key), value);
            expected.put(key, value[0]);
          }
        }
        for (int i = 0; i < 1500; i++) {
          byte[] found = store.get(key(i));
          assertThat(found == null ? null : (Byte) found[0]).isEqualTo(expected.get(i));
        }
      }
    }
  }
}
