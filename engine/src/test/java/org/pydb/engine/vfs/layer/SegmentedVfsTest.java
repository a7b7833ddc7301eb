package org.pydb.engine.vfs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/** What is special about files that are cut into segments: those that are missing or damaged. */
class SegmentedVfsTest {
  private static final String NAME = "shop.pydb";
  private static final int SEGMENT_SIZE = 16 * 1024;

  /** Bytes of data in a segment. */
  private static final int CAPACITY = 8 * 1024;

  private final MemoryVfs base = new MemoryVfs();
  private final Vfs vfs = new SegmentedVfs(base, SEGMENT_SIZE);

  @Test
  void segmentThatIsMissingIsNamedBeItTheLast() {
    fill(vfs, 4);
    for (String missing : List.of("shop.pydb.0001", "shop.pydb.0003")) {
      base.rename(missing, "away");
      for (OpenMode mode : List.of(OpenMode.READ, OpenMode.READ_WRITE)) {
        assertThatThrownBy(() -> vfs.open(NAME, mode))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("memory:" + missing + ": is missing");
      }
      base.rename("away", missing);
    }
    assertThat(sizeOf(vfs)).isEqualTo(4 * CAPACITY);
  }

  @Test
  void segmentThatIsShortDamagedOrAnothersIsNamed() {
    fill(vfs, 3);
    try (VfsFile segment = base.open("shop.pydb.0001", OpenMode.READ_WRITE)) {
      byte[] header = new byte[512];
      segment.read(0, header, 0, 512);
      byte[] damaged = header.clone();
      damaged[20] ^= 1;
      segment.write(0, damaged, 0, 512);
      assertThatThrownBy(() -> vfs.open(NAME, OpenMode.READ))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("shop.pydb.0001, byte 0: found a damaged segment header");
      segment.write(0, header, 0, 512);
      segment.truncate(SEGMENT_SIZE - 1);
    }
    assertThatThrownBy(() -> vfs.open(NAME, OpenMode.READ))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("shop.pydb.0001: found 16383 bytes, expected 16384");
    base.delete("shop.pydb.0001");
    base.rename("shop.pydb.0002", "shop.pydb.0001");
    assertThatThrownBy(() -> vfs.open(NAME, OpenMode.READ))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("shop.pydb.0001: found another file's segment");
  }

  @Test
  void truncationRemovesSegmentsAndWhatACrashLeavesOfThemCountsForNothing() {
    fill(vfs, 4);
    try (VfsFile file = vfs.open(NAME, OpenMode.READ_WRITE)) {
      file.truncate(CAPACITY + 10);
      assertThat(base.exists("shop.pydb.0001")).isTrue();
      assertThat(base.exists("shop.pydb.0002")).isFalse();
      file.sync();
    }
    try (VfsFile stale = base.open("shop.pydb.0002", OpenMode.CREATE)) {
      stale.write(SEGMENT_SIZE - 1, new byte[] {1}, 0, 1);
    }
    assertThat(sizeOf(vfs)).isEqualTo(CAPACITY + 10);
    try (VfsFile file = vfs.open(NAME, OpenMode.READ_WRITE)) {
      file.write(3 * CAPACITY, new byte[] {1}, 0, 1);
      byte[] gap = new byte[2 * CAPACITY - 10];
      assertThat(file.read(CAPACITY + 10, gap, 0, gap.length)).isEqualTo(gap.length);
      assertThat(gap).isEqualTo(new byte[gap.length]);
    }
    vfs.delete(NAME);
    assertThat(base.exists("shop.pydb.0001")).isFalse();
  }

  /** A file with segments has one of its two names after any crash, and is whole under it. */
  @Test
  void crashAmidRenamingLeavesAWholeFile() {
    for (Kind kind : Kind.values()) {
      SimulatedDisk disk = new SimulatedDisk(kind, new SimulatedDisk(1).state(), 1);
      fill(new SegmentedVfs(disk, SEGMENT_SIZE), 5);
      disk.syncNames();
      int[] crashes = {0};
      disk.setWatcher(
          (change, state) -> {
            for (int i = 0; i < 20; i++) {
              SimulatedDisk left = new SimulatedDisk(kind, state.afterPowerLoss(new Random(i)), i);
              Vfs found = new SegmentedVfs(left, SEGMENT_SIZE);
              String name = found.exists(NAME) ? NAME : "new.pydb";
              try (VfsFile file = found.open(name, OpenMode.READ)) {
                assertThat(file.size()).isEqualTo(5 * CAPACITY);
              }
              if (name.equals(NAME)) { // Once more, and elsewhere.
                found.rename(NAME, "other.pydb");
                try (VfsFile file = found.open("other.pydb", OpenMode.READ)) {
                  assertThat(file.size()).isEqualTo(5 * CAPACITY);
                }
              }
              crashes[0]++;
            }
            return null;
          });
      new SegmentedVfs(disk, SEGMENT_SIZE).rename(NAME, "new.pydb");
      assertThat(crashes[0]).isGreaterThan(100);
    }
  }

  /** Writes segments full of ones, and syncs them. */
  private static void fill(Vfs vfs, int segments) {
    byte[] ones = new byte[segments * CAPACITY];
    Arrays.fill(ones, (byte) 1);
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      file.write(0, ones, 0, ones.length);
      file.sync();
    }
  }

  private static long sizeOf(Vfs vfs) {
    try (VfsFile file = vfs.open(NAME, OpenMode.READ)) {
      return file.size();
    }
  }
}
