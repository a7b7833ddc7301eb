package org.pydb.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pydb.engine.wal.LogFixture.NAME;
import static org.pydb.engine.wal.LogFixture.append;
import static org.pydb.engine.wal.LogFixture.commit;
import static org.pydb.engine.wal.LogFixture.content;
import static org.pydb.engine.wal.LogFixture.newLog;
import static org.pydb.engine.wal.LogFixture.put;
import static org.pydb.engine.wal.LogFixture.recover;
import static org.pydb.engine.wal.LogFixture.recoveredTexts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.wal.LogFixture.Recovered;

/** How the log goes on behind an end that a crash made. */
class LogRecoveryTest {

  private final Vfs vfs = new MemoryVfs();

  @Test
  void tailMovesToASegmentOfItsOwnUnderItsOldNumbers() {
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "known to be synced", "synced");
      append(log, "not synced");
    }
    try (Recovered recovered = recover(vfs)) {
      assertThat(recovered.texts()).containsExactly("known to be synced", "synced", "not synced");
      assertThat(recovered.frames()).extracting(f -> f.number()).containsExactly(1L, 2L, 3L);
      // Two unsynced frames from the log's view: the third only knows of the first two.
      assertThat(recovered.frames()).extracting(f -> f.position()).containsExactly(0L, 56L, 4032L);
      WriteAheadLog log = recovered.log();
      assertThat(log.nextFrame()).isEqualTo(4);
      assertThat(log.syncedPosition()).isEqualTo(log.endPosition()).isEqualTo(4032 + 48);
    }
    try (LogReader reader = LogReader.open(vfs, NAME)) {
      SegmentHeader header = reader.segments().get(1).header();
      assertThat(header.incarnation()).isEqualTo(2);
      assertThat(header.previousEnd()).isEqualTo(96);
      assertThat(header.synced()).isEqualTo(4032 + 48);
    }
  }

  @Test
  void recoveryOverAndOverChangesNothing() {
    try (WriteAheadLog log = newLog(vfs, 512)) {
      commit(log, "one", "two".repeat(100));
      append(log, "three".repeat(300));
      append(log, "four");
    }
    LogPoint end = null;
    for (int i = 0; i < 5; i++) {
      try (Recovered recovered = recover(vfs)) {
        assertThat(recovered.texts()).hasSize(4);
        assertThat(recovered.log().nextFrame()).isEqualTo(5);
        end = recovered.log().end();
      }
    }
    assertThat(content(vfs).length).as("empty segments are used again").isLessThan(20 * 512);
    // The place where an empty segment once began is still a place.
    try (Recovered recovered = recover(vfs, end)) {
      commit(recovered.log(), "five");
    }
    try (Recovered recovered = recover(vfs, end)) {
      assertThat(recovered.texts()).containsExactly("five");
    }
    assertThat(recoveredTexts(vfs)).hasSize(5);
  }

  /**
   * Three frames are written and not synced; the power fails; the second is lost, the third is
   * there. The log ends before the second. If the next frame took its place and its length, the
   * third would follow on it, valid in every respect, though its commit was never acknowledged and
   * the database has gone another way since.
   */
  @Test
  void frameBehindAHoleNeverComesBackToLife() {
    long hole;
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "first");
      hole = append(log, "a");
      append(log, "lost in the crash");
      append(log, "remnant");
    }
    byte[] content = content(vfs);
    int from = SegmentHeader.SIZE + (int) hole;
    Arrays.fill(content, from, from + (int) WriteAheadLog.frameSize(17), (byte) 0);
    put(vfs, content);
    try (Recovered recovered = recover(vfs)) {
      assertThat(recovered.texts()).containsExactly("first", "a");
      commit(recovered.log(), "as long as before");
    }
    assertThat(recoveredTexts(vfs)).containsExactly("first", "a", "as long as before");
  }

  /** Commits that were relaxed, or the chunks of a large one: a tail of many segments. */
  @Test
  void longTailIsMovedWhole() {
    String[] texts = new String[50];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "frame " + i + " " + "x".repeat(i * 7);
    }
    try (WriteAheadLog log = newLog(vfs, 512)) {
      commit(log, "synced", "synced");
      for (String text : texts) {
        append(log, text);
      }
    }
    try (Recovered recovered = recover(vfs)) {
      assertThat(recovered.texts()).hasSize(52).endsWith(texts);
    }
    assertThat(recoveredTexts(vfs)).hasSize(52).endsWith(texts);
  }

  /** The power fails in the middle of recovery, at each of its steps, again and again. */
  @Test
  void recoveryMayBeCutShortAnywhere() {
    PowerLossVfs crashed = new PowerLossVfs();
    LogPoint from;
    try (WriteAheadLog log = newLog(crashed, 512)) {
      commit(log, "one", "two".repeat(200));
      from = log.end();
      log.releaseBefore(from.position());
      commit(log, "three".repeat(50));
      append(log, "four".repeat(200));
      append(log, "five");
    }
    Map<String, byte[]> image = crashed.contents();
    FaultyVfs counting = new FaultyVfs(new PowerLossVfs(image));
    recover(counting, from).close();
    assertThat(counting.changes()).isGreaterThan(5);

    long seed = System.nanoTime();
    Random chance = new Random(seed);
    for (int round = 0; round < 20; round++) {
      for (long step = 0; step < counting.changes(); step++) {
        PowerLossVfs disk = new PowerLossVfs(image);
        for (int again = 0; again < 2; again++) {
          FaultyVfs faulty = new FaultyVfs(disk);
          faulty.failFrom(Operation.CHANGES, step, () -> new StorageException("power failed"));
          try {
            recover(faulty, from).close();
          } catch (StorageException | DatabaseFailedException e) {
            assertThat(e).hasStackTraceContaining("power failed");
          }
          disk = disk.afterPowerLoss(chance);
        }
        try (Recovered recovered = recover(disk, from)) {
          assertThat(recovered.texts())
              .as("seed %d, step %d", seed, step)
              .containsExactly("three".repeat(50), "four".repeat(200), "five");
        }
      }
    }
  }

  @Test
  void fullDiskLeavesTheLogAsItWas() {
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "one", "two");
    }
    byte[] content = content(vfs);
    FaultyVfs faulty = new FaultyVfs(vfs);
    faulty.fullAfter(1000);
    assertThatThrownBy(() -> recover(faulty)).isInstanceOf(DiskFullException.class);
    assertThat(content(vfs)).isEqualTo(content);
    faulty.heal();
    assertThat(recoveredTexts(faulty)).containsExactly("one", "two");
  }

  /** What fails in the visitor is the owner's; the file is closed, and can be recovered again. */
  @Test
  void visitorMayFail() {
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "one", "two");
    }
    assertThatThrownBy(
            () ->
                WriteAheadLog.recover(
                    vfs,
                    NAME,
                    LogFixture.ID,
                    LogPoint.ORIGIN,
                    LogFixture.AT_ONCE,
                    (position, number, kind, body, length) -> {
                      throw new IllegalStateException("not what I logged");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(recoveredTexts(vfs)).isEqualTo(List.of("one", "two"));
  }
}
