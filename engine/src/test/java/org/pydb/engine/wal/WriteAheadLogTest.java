package org.pydb.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pydb.engine.wal.LogFixture.ID;
import static org.pydb.engine.wal.LogFixture.NAME;
import static org.pydb.engine.wal.LogFixture.NEVER;
import static org.pydb.engine.wal.LogFixture.append;
import static org.pydb.engine.wal.LogFixture.commit;
import static org.pydb.engine.wal.LogFixture.newLog;
import static org.pydb.engine.wal.LogFixture.recover;
import static org.pydb.engine.wal.LogFixture.recoveredTexts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.CountingVfs;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;
import org.pydb.engine.wal.LogFixture.Frame;
import org.pydb.engine.wal.LogFixture.Recovered;

/** What the log does while nothing breaks, and how it refuses when something does. */
class WriteAheadLogTest {

  private final Vfs memory = new MemoryVfs();

  @Test
  void framesComeBackInOrderWithPositionNumberAndKind() {
    try (WriteAheadLog log = newLog(memory, 4096)) {
      assertThat(log.end()).isEqualTo(LogPoint.ORIGIN);
      assertThat(log.append(0, new byte[] {9, 'a', 'b', 9}, 1, 2)).isEqualTo(40);
      assertThat(log.append(255, new byte[0], 0, 0)).isEqualTo(72);
      assertThat(log.syncedPosition()).isZero();
      log.sync();
      assertThat(log.syncedPosition()).isEqualTo(72).isEqualTo(log.endPosition());
      assertThat(log.nextFrame()).isEqualTo(3);
    }
    List<Frame> frames = new ArrayList<>();
    try (LogReader reader = LogReader.open(memory, NAME)) {
      LogEnd end = reader.read(LogPoint.ORIGIN, LogFixture.collector(frames));
      assertThat(end.end()).isEqualTo(new LogPoint(72, 3));
    }
    assertThat(frames).containsExactly(new Frame(0, 1, 0, "ab"), new Frame(40, 2, 255, ""));
  }

  /** Bodies of all lengths around the ends of segments, and one that spans dozens of them. */
  @Test
  void framesCrossSegments() {
    List<String> texts = new ArrayList<>();
    for (int length = 0; length < 1000; length += 7) {
      texts.add("x".repeat(length));
    }
    texts.add("y".repeat(20_000));
    texts.add("z");
    try (WriteAheadLog log = newLog(memory, 512)) {
      commit(log, texts.toArray(String[]::new));
    }
    assertThat(recoveredTexts(memory)).isEqualTo(texts);
  }

  @Test
  void frameMayExactlyFillItsSegment() {
    try (WriteAheadLog log = newLog(memory, 512)) {
      commit(log, "a".repeat(448 - 32), "b".repeat(448 - 32), "c".repeat(448 - 32));
      assertThat(log.endPosition()).isEqualTo(3 * 448);
    }
    try (Recovered recovered = recover(memory)) {
      assertThat(recovered.texts())
          .extracting(text -> text.charAt(0))
          .containsExactly('a', 'b', 'c');
      commit(recovered.log(), "d");
    }
    assertThat(recoveredTexts(memory)).hasSize(4);
  }

  @Test
  void commitIsOneWriteAndOneSync() {
    CountingVfs counting = new CountingVfs(memory);
    try (WriteAheadLog log = newLog(counting, 1 << 16)) {
      long size = size();
      CountingVfs.Counts before = counting.counts(NAME);
      for (int i = 0; i < 100; i++) {
        commit(log, "x".repeat(200));
      }
      CountingVfs.Counts spent = counting.counts(NAME).since(before);
      assertThat(spent.writes()).isEqualTo(100);
      assertThat(spent.syncs()).isEqualTo(100);
      assertThat(spent.reads()).isZero();
      assertThat(spent.bytesWritten()).isEqualTo(100L * FrameLayout.size(200));
      assertThat(size()).isEqualTo(size);

      log.sync();
      assertThat(counting.counts(NAME).since(before).syncs())
          .as("nothing new, nothing to sync")
          .isEqualTo(100);
    }
  }

  /** The header of a segment goes out with the frame that enters it. */
  @Test
  void commitThatEntersPreparedSegmentSyncsOnce() {
    CountingVfs counting = new CountingVfs(memory);
    try (WriteAheadLog log = newLog(counting, 4096)) {
      log.reserve(3 * 4096);
      append(log, "x".repeat(4000 - 32));
      CountingVfs.Counts before = counting.counts(NAME);
      commit(log, "crosses".repeat(20));
      CountingVfs.Counts crossing = counting.counts(NAME).since(before);
      assertThat(crossing.writes()).isEqualTo(2);
      assertThat(crossing.syncs()).isEqualTo(1);

      append(log, "x".repeat((int) (2 * 4032 - log.endPosition() - 32)));
      before = counting.counts(NAME);
      commit(log, "enters");
      CountingVfs.Counts entering = counting.counts(NAME).since(before);
      assertThat(entering.writes()).isEqualTo(1);
      assertThat(entering.syncs()).isEqualTo(1);
    }
  }

  @Test
  void spareSegmentIsMadeInTheBackgroundOnceHalfOfOneIsFull() {
    List<Runnable> background = new ArrayList<>();
    try (WriteAheadLog log =
        WriteAheadLog.create(memory, NAME, ID, 4096, LogPoint.ORIGIN, background::add)) {
      commit(log, "x".repeat(1900));
      assertThat(background).isEmpty();
      commit(log, "x".repeat(200), "x", "x");
      assertThat(background).hasSize(1);
      assertThat(size()).isEqualTo(4096);
      background.remove(0).run();
      assertThat(size()).isEqualTo(2 * 4096);
      commit(log, "x".repeat(4000));
      assertThat(size()).isEqualTo(2 * 4096);
      assertThat(background).hasSize(1);
    }
    background.remove(0).run();
    assertThat(size()).as("a closed log does not grow").isEqualTo(2 * 4096);
  }

  /** A log that is checkpointed now and then lives in the same few segments for ever. */
  @Test
  void releasedSegmentsAreUsedAgain() {
    LogPoint checkpoint = LogPoint.ORIGIN;
    long size = 0;
    try (WriteAheadLog log = newLog(memory, 1024)) {
      for (int i = 0; i < 1000; i++) {
        commit(log, "frame " + log.nextFrame() + " " + "x".repeat(i % 500));
        if (i % 10 == 9) {
          checkpoint = log.end();
          log.releaseBefore(checkpoint.position());
          assertThat(log.bytesInUse()).isEqualTo(1024);
        }
        size = i < 500 ? size() : size;
      }
      assertThat(size()).isEqualTo(size);
      assertThat(log.endPosition()).isGreaterThan(10 * size);
      commit(log, "after the last checkpoint");
    }
    try (Recovered recovered = recover(memory, checkpoint)) {
      assertThat(recovered.texts()).containsExactly("after the last checkpoint");
    }
  }

  @Test
  void holdKeepsWhatTheOwnerReleased() {
    try (WriteAheadLog log = newLog(memory, 1024)) {
      commit(log, "x".repeat(3000));
      LogPoint point = log.end();
      commit(log, "wanted", "x".repeat(3000));
      LogHold hold = log.hold(point.position());
      LogHold later = log.hold(log.endPosition());
      log.releaseBefore(log.endPosition());
      commit(log, "x".repeat(3000));
      later.close();
      try (LogReader reader = LogReader.open(memory, NAME)) {
        List<Frame> frames = new ArrayList<>();
        reader.read(point, LogFixture.collector(frames));
        assertThat(frames).extracting(Frame::text).contains("wanted").hasSize(3);
      }
      long inUse = log.bytesInUse();
      hold.close();
      hold.close();
      assertThat(log.bytesInUse()).isLessThan(inUse);
      assertThatThrownBy(() -> log.hold(point.position()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void fullDiskIsToldBeforeAnythingIsWritten() {
    FaultyVfs faulty = new FaultyVfs(memory);
    try (WriteAheadLog log = newLog(faulty, 4096)) {
      commit(log, "before");
      long end = log.endPosition();
      faulty.fullAfter(1000);
      assertThatThrownBy(() -> log.reserve(10_000)).isInstanceOf(DiskFullException.class);
      assertThatThrownBy(() -> append(log, "x".repeat(10_000)))
          .isInstanceOf(DiskFullException.class);
      assertThat(log.endPosition()).isEqualTo(end);
      assertThat(size()).as("room that did not suffice is given back").isEqualTo(4096);
      commit(log, "what fits still goes", "x".repeat(3000));
      faulty.heal();
      log.reserve(10_000);
      faulty.fullAfter(0);
      commit(log, "x".repeat(10_000 - 32));
    }
    assertThat(recoveredTexts(memory)).hasSize(4);
  }

  @Test
  void failedSyncFailsTheLogForEver() {
    FaultyVfs faulty = new FaultyVfs(memory);
    try (WriteAheadLog log = newLog(faulty, 4096)) {
      commit(log, "durable");
      append(log, "in doubt");
      faulty.failOnce(
          Set.of(Operation.SYNC), 0, () -> new StorageException("the cable was pulled"));
      assertFailed(log::sync);
      assertFailed(log::sync);
      assertFailed(() -> append(log, "too late"));
      assertFailed(() -> log.reserve(1));
      assertFailed(log::closeClean);
      assertThat(log.syncedPosition()).isEqualTo(40);
    }
    assertThat(recoveredTexts(memory)).containsExactly("durable", "in doubt");
  }

  @Test
  void failedWriteFailsTheLogForEver() {
    FaultyVfs faulty = new FaultyVfs(memory);
    try (WriteAheadLog log = newLog(faulty, 4096)) {
      commit(log, "durable");
      faulty.failOnce(
          Set.of(Operation.WRITE), 0, () -> new StorageException("the cable was pulled"));
      assertFailed(() -> append(log, "torn in the middle"));
      assertFailed(() -> append(log, "x"));
      assertFailed(log::sync);
    }
    assertThat(recoveredTexts(memory)).containsExactly("durable");
  }

  /** What fails in the background must not be noticed only by a log. */
  @Test
  void failedSyncOfSpareSegmentFailsTheLog() {
    FaultyVfs faulty = new FaultyVfs(memory);
    try (WriteAheadLog log = newLog(faulty, 4096)) {
      faulty.failOnce(
          Set.of(Operation.SYNC), 0, () -> new StorageException("the cable was pulled"));
      append(log, "x".repeat(3000));
      assertFailed(log::sync);
    }
  }

  @Test
  void fullDiskInTheBackgroundIsNoFailure() {
    FaultyVfs faulty = new FaultyVfs(memory);
    try (WriteAheadLog log = newLog(faulty, 4096)) {
      faulty.fullAfter(0);
      commit(log, "x".repeat(3000), "y");
      assertThatThrownBy(() -> append(log, "x".repeat(3000))).isInstanceOf(DiskFullException.class);
      commit(log, "z");
    }
    assertThat(recoveredTexts(memory)).hasSize(3);
  }

  @Test
  void impossibleFramesAreRefused() {
    try (WriteAheadLog log = newLog(memory, 4096)) {
      byte[] tooLong = new byte[WriteAheadLog.FRAME_BODY_MAX + 1];
      assertThatThrownBy(() -> log.append(1, tooLong, 0, tooLong.length))
          .isInstanceOf(LimitException.class);
      assertThatThrownBy(() -> log.append(256, tooLong, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> log.append(1, tooLong, 5, tooLong.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      commit(log, "still there");
    }
    assertThat(recoveredTexts(memory)).containsExactly("still there");
    for (int size : new int[] {0, 511, 513, 1 << 30, -512}) {
      assertThatThrownBy(() -> newLog(new MemoryVfs(), size))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void largestFrameWorks() {
    String text = "m".repeat(WriteAheadLog.FRAME_BODY_MAX);
    try (WriteAheadLog log = newLog(memory, WriteAheadLog.SEGMENT_SIZE)) {
      commit(log, "before", text, "after");
    }
    assertThat(recoveredTexts(memory).equals(List.of("before", text, "after"))).isTrue();
  }

  @Test
  void closedLogRefusesEverything() {
    WriteAheadLog log = newLog(memory, 4096);
    log.close();
    log.close();
    for (Runnable call :
        List.<Runnable>of(
            () -> append(log, "x"), log::sync, () -> log.reserve(1), log::closeClean)) {
      assertThatThrownBy(call::run).isInstanceOf(DatabaseClosedException.class);
    }
  }

  /** Numbers and positions go on, although the file is another one. */
  @Test
  void logOfNextLifeGoesOnWhereACleanCloseLeftIt() {
    LogPoint end;
    try (WriteAheadLog log = newLog(memory, 1024)) {
      commit(log, "x".repeat(3000), "y");
      end = log.end();
      LogHold hold = log.hold(0);
      assertThatThrownBy(log::closeClean).isInstanceOf(IllegalStateException.class);
      hold.close();
      log.closeClean();
    }
    assertThat(LogReader.presence(memory, NAME)).isEqualTo(LogPresence.MISSING);
    try (WriteAheadLog log = WriteAheadLog.create(memory, NAME, ID, 2048, end, NEVER)) {
      assertThat(log.nextFrame()).isEqualTo(3);
      assertThat(log.endPosition()).isGreaterThanOrEqualTo(end.position());
      commit(log, "next life");
    }
    try (Recovered recovered = recover(memory, end)) {
      assertThat(recovered.texts()).containsExactly("next life");
      assertThat(recovered.frames().get(0).number()).isEqualTo(3);
    }
  }

  @Test
  void logIsNotMadeOverAnotherOne() {
    newLog(memory, 4096).close();
    assertThat(LogReader.presence(memory, NAME)).isEqualTo(LogPresence.PRESENT);
    assertThatThrownBy(() -> newLog(memory, 4096))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(memory.describe(NAME));
  }

  /** A crash while a log is made leaves zeros, or a log: both can be gone on with. */
  @Test
  void makingOfALogMayBeCutShortAnywhere() {
    FaultyVfs faulty = new FaultyVfs(new MemoryVfs());
    newLog(faulty, 4096).close();
    for (long step = 0; step < faulty.changes(); step++) {
      Vfs vfs = new MemoryVfs();
      FaultyVfs failing = new FaultyVfs(vfs);
      failing.failFrom(Operation.CHANGES, step, () -> new StorageException("power failed"));
      assertThatThrownBy(() -> newLog(failing, 4096)).isNotNull();
      if (LogReader.presence(vfs, NAME) == LogPresence.PRESENT) {
        assertThat(recoveredTexts(vfs)).isEmpty();
      } else {
        try (WriteAheadLog log = newLog(vfs, 4096)) {
          commit(log, "second attempt");
        }
        assertThat(recoveredTexts(vfs)).containsExactly("second attempt");
      }
    }
  }

  /** One appends, three sync, a checkpointer releases, the file grows in the background. */
  @Test
  void threadsMayAppendSyncAndReleaseAtOnce(@TempDir Path directory) throws Exception {
    Vfs disk = new DiskVfs(directory);
    ExecutorService threads = Executors.newCachedThreadPool();
    int count = 3100;
    LogPoint from = LogPoint.ORIGIN;
    try (WriteAheadLog log =
        WriteAheadLog.create(disk, NAME, ID, 16384, LogPoint.ORIGIN, threads)) {
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> syncing = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        syncing.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    long end = log.endPosition();
                    log.sync();
                    assertThat(log.syncedPosition()).isGreaterThanOrEqualTo(end);
                  }
                }));
      }
      for (int i = 1; i <= count; i++) {
        append(log, "frame " + i + " " + "x".repeat(i % 300));
        if (i % 500 == 0) {
          log.sync();
          from = log.end();
          log.releaseBefore(from.position());
        }
      }
      done.set(true);
      for (Future<?> result : syncing) {
        result.get();
      }
    } finally {
      threads.shutdown();
    }
    try (Recovered recovered = recover(disk, from)) {
      assertThat(recovered.frames()).hasSize(100);
      assertThat(recovered.log().nextFrame()).isEqualTo(count + 1);
    }
  }

  private static void assertFailed(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(DatabaseFailedException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("the cable was pulled")
        .hasRootCauseMessage("the cable was pulled");
  }

  private long size() {
    try (VfsFile file = memory.open(NAME, Vfs.OpenMode.READ)) {
      return file.size();
    }
  }
}
