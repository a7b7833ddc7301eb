package org.pydb.engine.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pydb.engine.wal.LogFixture.AT_ONCE;
import static org.pydb.engine.wal.LogFixture.ID;
import static org.pydb.engine.wal.LogFixture.NAME;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.FaultyVfs.Operation;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.wal.LogFixture.Frame;
import org.pydb.engine.wal.LogFixture.Recovered;

/**
 * Random lives of a log on a disk that forgets what was not synced, beside a list that says what
 * must be in it: after each power failure every synced frame is there, in order, followed by some
 * of the others in order, and nothing else.
 */
class LogModelTest {

  private static final int LIVES = Integer.getInteger("pydb.lives", 200);
  private static final int STEPS = 120;

  /** The kind of a frame that failed to be written, and of which anything may be found. */
  private static final int IN_DOUBT = -1;

  @Test
  void everySyncedFrameSurvives() {
    Random seeds = Seeds.random("LogModelTest");
    for (int life = 0; life < LIVES; life++) {
      new Life(new Random(seeds.nextLong())).live();
    }
  }

  private static final class Life {
    private final Random random;
    private final int segmentSize;
    private PowerLossVfs disk = new PowerLossVfs();
    private FaultyVfs faulty = new FaultyVfs(disk);
    private WriteAheadLog log;

    /** What stands in the log from the release point on. */
    private final List<Frame> frames = new ArrayList<>();

    /** How many of them are synced. */
    private int synced;

    /** Where the log was last released, and where {@link #frames} begins. */
    private LogPoint released = LogPoint.ORIGIN;

    Life(Random random) {
      this.random = random;
      this.segmentSize = 512 * (1 + random.nextInt(4));
      this.log = LogFixture.newLog(faulty, segmentSize);
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        int dice = random.nextInt(100);
        if (dice < 55) {
          append();
        } else if (dice < 80) {
          sync();
        } else if (dice < 86) {
          release();
        } else if (dice < 88) {
          fullDisk();
        } else if (dice < 90) {
          failure();
        } else if (dice < 92) {
          closeClean();
        } else {
          crash();
        }
      }
      crash();
      log.close();
    }

    private void append() {
      int length = random.nextInt(random.nextInt(10) == 0 ? 4000 : 300);
      String text = String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
      Frame frame = new Frame(log.endPosition(), log.nextFrame(), random.nextInt(256), text);
      log.append(frame.kind(), text.getBytes(UTF_8), 0, length);
      frames.add(frame);
    }

    private void sync() {
      log.sync();
      assertThat(log.syncedPosition()).isEqualTo(log.endPosition());
      synced = frames.size();
    }

    /** A checkpoint became durable that holds some of the synced frames. */
    private void release() {
      int count = random.nextInt(synced + 1);
      released = pointBefore(count);
      frames.subList(0, count).clear();
      synced -= count;
      log.releaseBefore(released.position());
    }

    private LogPoint pointBefore(int index) {
      return index == frames.size()
          ? log.end()
          : new LogPoint(frames.get(index).position(), frames.get(index).number());
    }

    private void fullDisk() {
      faulty.fullAfter(random.nextInt(3 * segmentSize));
      try {
        for (int i = 0; i < 20; i++) {
          append();
        }
      } catch (DiskFullException e) {
        assertThat(log.nextFrame()).isEqualTo(released.frame() + frames.size());
      }
      faulty.heal();
    }

    /** Something fails at once or soon; then the process ends. */
    private void failure() {
      faulty.failFrom(
          Operation.CHANGES, random.nextInt(4), () -> new StorageException("planted fault"));
      try {
        for (int i = 0; i < 4; i++) {
          append();
          sync();
        }
      } catch (DatabaseFailedException e) {
        // The frame at which it failed may be found, and then be the last.
        frames.add(new Frame(log.endPosition(), log.nextFrame(), IN_DOUBT, ""));
        disk.forgetUnsynced();
      }
      crash();
    }

    private void closeClean() {
      sync();
      LogPoint end = log.end();
      log.closeClean();
      frames.clear();
      synced = 0;
      log = WriteAheadLog.create(faulty, NAME, ID, segmentSize, end, AT_ONCE);
      released = log.end();
    }

    /** The process is killed or the power fails, and perhaps again during recovery. */
    private void crash() {
      log.close();
      // Any point up to which the log was synced may be a checkpoint's.
      int skipped = random.nextInt(synced + 1);
      LogPoint from = pointBefore(skipped);
      restart();
      while (random.nextInt(3) == 0) {
        faulty.failFrom(
            Operation.CHANGES, random.nextInt(6), () -> new StorageException("planted fault"));
        try {
          LogFixture.recover(faulty, from).close();
        } catch (StorageException | DatabaseFailedException e) {
          assertThat(e).hasStackTraceContaining("planted fault");
        }
        restart();
      }
      Recovered recovered = LogFixture.recover(faulty, from);
      log = recovered.log();
      check(recovered.frames(), skipped);
    }

    private void restart() {
      if (random.nextInt(3) > 0) {
        disk = disk.afterPowerLoss(random);
      }
      faulty = new FaultyVfs(disk);
    }

    private void check(List<Frame> found, int skipped) {
      assertThat(skipped + found.size()).isBetween(synced, frames.size());
      for (int i = 0; i < found.size(); i++) {
        Frame expected = frames.get(skipped + i);
        Frame actual = found.get(i);
        assertThat(actual.number()).isEqualTo(expected.number());
        if (expected.kind() != IN_DOUBT) {
          assertThat(actual.kind()).isEqualTo(expected.kind());
          assertThat(actual.text()).isEqualTo(expected.text());
        }
        frames.set(skipped + i, actual);
      }
      frames.subList(skipped + found.size(), frames.size()).clear();
      synced = frames.size();
      assertThat(log.nextFrame()).isEqualTo(released.frame() + frames.size());
      assertThat(log.syncedPosition()).isEqualTo(log.endPosition());
    }
  }
}
