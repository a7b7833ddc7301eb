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

import java.util.ArrayList;
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
import org.pydb.engine.testkit.Seeds;
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
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      try (Recovered recovered = recover(vfs)) {
        assertThat(recovered.texts()).hasSize(4);
        assertThat(recovered.log().nextFrame()).isEqualTo(5);
        end = recovered.log().end();
        sizes.add(content(vfs).length);
      }
    }
    assertThat(sizes.subList(2, 10)).as("dead segments are used again").containsOnly(sizes.get(2));
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
    Arrays.fill(content, from, from + FrameLayout.size(17), (byte) 0);
    put(vfs, content);
    try (Recovered recovered = recover(vfs)) {
      assertThat(recovered.texts()).containsExactly("first", "a");
      commit(recovered.log(), "as long as before");
    }
    assertThat(recoveredTexts(vfs)).containsExactly("first", "a", "as long as before");
  }

  /**
   * A recovery copied two frames and was cut short before it opened the segment with the copies. Of
   * the originals the power failure took the second. The next recovery copied the one that was
   * left, to the same slot under the same incarnation, and behind it the first recovery's copy of
   * the second frame was valid again. Now each attempt has an incarnation of its own, durably,
   * before it copies anything.
   */
  @Test
  void copyOfACutShortRecoveryNeverComesToLife() {
    int lost;
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      log.reserve(3 * 4096);
      commit(log, "first");
      lost = SegmentHeader.SIZE + (int) append(log, "copied twice");
      int torn = SegmentHeader.SIZE + (int) append(log, "copied once");
      append(log, "leaves the slot of a segment free".repeat(200));
      put(vfs, flipped(content(vfs), torn));
    }
    Map<String, byte[]> image = Map.of(NAME, content(vfs));
    FaultyVfs counting = new FaultyVfs(new PowerLossVfs(image));
    recover(counting).close();

    Random chance = Seeds.random("LogRecoveryTest");
    for (int round = 0; round < 50 * counting.changes(); round++) {
      PowerLossVfs disk = new PowerLossVfs(image);
      failingRecovery(disk, LogPoint.ORIGIN, round % (counting.changes() - 1));
      Vfs found = disk.afterPowerLoss(chance);
      put(found, flipped(content(found), lost));
      assertThat(recoveredTexts(found)).containsExactly("first", "copied twice");
    }
  }

  /**
   * A recovery failed in its very last sync: the open header was to be seen, but in memory only.
   * The next one took it for durable, said so in a header of its own, and was cut short. When the
   * power failed, the second header had reached the disk and the first had not: the log looked
   * damaged.
   */
  @Test
  void openedSegmentIsDurableBeforeTheNextRecoveryBuildsOnIt() {
    PowerLossVfs crashed = new PowerLossVfs();
    try (WriteAheadLog log = newLog(crashed, 512)) {
      commit(log, "first", "known".repeat(100));
      append(log, "not known");
      append(log, "nor this".repeat(100));
    }
    Map<String, byte[]> image = crashed.contents();
    FaultyVfs counting = new FaultyVfs(new PowerLossVfs(image));
    recover(counting).close();

    Random chance = Seeds.random("LogRecoveryTest");
    for (int round = 0; round < 50 * counting.changes(); round++) {
      PowerLossVfs disk = new PowerLossVfs(image);
      failingRecovery(disk, LogPoint.ORIGIN, counting.changes() - 1);
      disk.forgetUnsynced();
      failingRecovery(disk, LogPoint.ORIGIN, round % counting.changes());
      assertThat(recoveredTexts(disk.afterPowerLoss(chance))).hasSize(4);
    }
  }

  /** Recovers a log until, after some changes to the disk, none is possible any more. */
  private static void failingRecovery(Vfs disk, LogPoint from, long step) {
    FaultyVfs faulty = new FaultyVfs(disk);
    faulty.failFrom(Operation.CHANGES, step, () -> new StorageException("power failed"));
    try {
      recover(faulty, from).close();
    } catch (StorageException | DatabaseFailedException e) {
      assertThat(e).hasStackTraceContaining("power failed");
    }
  }

  private static byte[] flipped(byte[] content, int offset) {
    content[offset] ^= 1;
    return content;
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

    Random chance = Seeds.random("LogRecoveryTest");
    for (int round = 0; round < 20; round++) {
      for (long step = 0; step < counting.changes(); step++) {
        PowerLossVfs disk = new PowerLossVfs(image);
        for (int again = 0; again < 2; again++) {
          failingRecovery(disk, from, step);
          disk = disk.afterPowerLoss(chance);
        }
        try (Recovered recovered = recover(disk, from)) {
          assertThat(recovered.texts())
              .as("step %d", step)
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

  /**
   * After a crash the log does not count slots that no segment has entered: they may never have
   * been synced. But frames have counted them. When growing again met a full disk, and the file was
   * cut back to the slots that the log counted, the next recovery took it for cut off.
   */
  @Test
  void fullDiskDoesNotCostSlotsThatFramesHaveCounted() {
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      log.reserve(4 * 4096);
      commit(log, "the file has five segments", "and that is known to be synced");
    }
    FaultyVfs faulty = new FaultyVfs(vfs);
    try (Recovered recovered = recover(faulty)) {
      faulty.fullAfter(0);
      assertThatThrownBy(() -> recovered.log().reserve(10 * 4096))
          .isInstanceOf(DiskFullException.class);
    }
    assertThat(recoveredTexts(vfs)).hasSize(2);
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
