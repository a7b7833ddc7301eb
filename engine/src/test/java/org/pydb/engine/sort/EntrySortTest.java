package org.pydb.engine.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.spill.SpillSpace;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/** Sorts entries of all shapes beside a list, and looks at what is left on the disk. */
class EntrySortTest {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] key, byte[] value) {}

  /** What is sorted, and how much of it memory holds. */
  enum Shape {
    NOTHING(0, 8, 8, 1 << 20),
    SHORT_KEYS(20_000, 3, 10, 1 << 20),
    IN_MEMORY(20_000, 16, 10, 1 << 22),
    FEW_RUNS(20_000, 16, 10, 1 << 18),
    MANY_RUNS(20_000, 16, 10, 1 << 13),
    LARGE_ENTRIES(300, 200_000, 20, 1 << 20),
    EACH_ITS_OWN_RUN(200, 16, 10, 1);

    final int count;
    final int keyMax;
    final int valueMax;
    final long memory;

    Shape(int count, int keyMax, int valueMax, long memory) {
      this.count = count;
      this.keyMax = keyMax;
      this.valueMax = valueMax;
      this.memory = memory;
    }

    /** Entries of which many share the beginning of their key, in order or not. */
    List<Entry> entries(Random random) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] key = new byte[random.nextInt(keyMax + 1)];
        random.nextBytes(key);
        Arrays.fill(key, 0, random.nextInt(key.length + 1), (byte) 0xE0);
        byte[] value = new byte[random.nextInt(valueMax + 1)];
        random.nextBytes(value);
        entries.add(new Entry(key, value));
      }
      if (random.nextInt(3) == 0) {
        entries.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
      }
      return entries;
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void givesAllEntriesInOrder(Shape shape) {
    Random random = Seeds.random("EntrySortTest " + shape);
    List<Entry> entries = shape.entries(random);
    try (SpillSpace space = new SpillSpace(new MemoryVfs(), "temp")) {
      try (EntrySort sort = new EntrySort(space, shape.memory, EntrySortTest::neverCanceled)) {
        entries.forEach(each -> add(sort, each));
        List<String> given = new ArrayList<>();
        SortedEntries sorted = sort.sorted();
        byte[] last = {};
        while (sorted.next()) {
          byte[] key = Arrays.copyOfRange(sorted.bytes(), sorted.keyFrom(), sorted.keyTo());
          int value = sorted.keyTo();
          assertThat(Arrays.compareUnsigned(last, key)).isNotPositive();
          last = key;
          given.add(
              text(key, Arrays.copyOfRange(sorted.bytes(), value, value + sorted.valueLength())));
        }
        List<String> expected = new ArrayList<>();
        entries.forEach(each -> expected.add(text(each.key, each.value)));
        Collections.sort(given);
        Collections.sort(expected);
        assertThat(given).isEqualTo(expected);
        assertThat(sort.runCount()).isLessThanOrEqualTo(EntrySort.MERGED_MAX);
      }
      assertThat(space.usedBytes()).as("room on the disk that is not given back").isZero();
    }
  }

  @Test
  void fullDiskLeavesNothing() {
    Random random = Seeds.random("fullDiskLeavesNothing");
    FaultyVfs disk = new FaultyVfs(new MemoryVfs());
    try (SpillSpace space = new SpillSpace(disk, "temp")) {
      List<Entry> entries = Shape.FEW_RUNS.entries(random);
      disk.fullAfter(random.nextInt(300_000));
      try (EntrySort sort =
          new EntrySort(space, Shape.FEW_RUNS.memory, EntrySortTest::neverCanceled)) {
        assertThatThrownBy(
                () -> {
                  entries.forEach(each -> add(sort, each));
                  sort.sorted();
                })
            .isInstanceOf(DiskFullException.class);
      }
      assertThat(space.usedBytes()).isZero();
    }
  }

  @Test
  void canBeEndedWhileItSpillsAndWhileItMerges() {
    Random random = Seeds.random("canBeEnded");
    List<Entry> entries = Shape.MANY_RUNS.entries(random);
    for (int looks : new int[] {3, 200}) {
      try (SpillSpace space = new SpillSpace(new MemoryVfs(), "temp")) {
        AtomicInteger left = new AtomicInteger(looks);
        Runnable cancel =
            () -> {
              if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("ended");
              }
            };
        try (EntrySort sort = new EntrySort(space, Shape.MANY_RUNS.memory, cancel)) {
          assertThatThrownBy(
                  () -> {
                    entries.forEach(each -> add(sort, each));
                    SortedEntries sorted = sort.sorted();
                    while (sorted.next()) {
                      assertThat(sorted.valueLength()).isNotNegative();
                    }
                  })
              .hasMessage("ended");
        }
        assertThat(space.usedBytes()).isZero();
      }
    }
  }

  /** What a write set leans on: of equal keys the last one wins. */
  @Test
  void runKeepsTheOrderOfEqualKeys() {
    Random random = Seeds.random("runKeepsTheOrderOfEqualKeys");
    EntryRun run = new EntryRun();
    for (int round = 0; round < 3; round++) {
      int count = random.nextInt(3000);
      for (int i = 0; i < count; i++) {
        byte[] key = new byte[random.nextInt(12)];
        Arrays.fill(key, (byte) random.nextInt(3));
        byte[] number = {(byte) (i >>> 8), (byte) i};
        if (random.nextInt(4) == 0) {
          run.addDelete(key, 0, key.length);
        } else {
          run.add(key, 0, key.length, number, 0, number.length);
        }
      }
      run.sort();
      assertThat(run.count()).isEqualTo(count);
      int last = -1;
      for (int i = 1; i < count; i++) {
        byte[] bytes = run.bytes();
        int order =
            Arrays.compareUnsigned(
                bytes, run.keyFrom(i - 1), run.keyTo(i - 1), bytes, run.keyFrom(i), run.keyTo(i));
        assertThat(order).isNotPositive();
        last = order < 0 ? -1 : last;
        if (!run.isDelete(i)) {
          int number = (bytes[run.keyTo(i)] & 0xFF) << 8 | (bytes[run.keyTo(i) + 1] & 0xFF);
          assertThat(number).isGreaterThan(last);
          last = number;
        }
      }
      run.clear();
    }
  }

  private static void neverCanceled() {}

  private static void add(EntrySort sort, Entry entry) {
    sort.add(entry.key, 0, entry.key.length, entry.value, 0, entry.value.length);
  }

  private static String text(byte[] key, byte[] value) {
    return Arrays.hashCode(key) + " " + key.length + " " + Arrays.toString(value);
  }
}
