package org.pydb.engine.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.FormatTooOldException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;
import org.pydb.engine.wal.LogFixture.Recovered;

/** A damaged log is told from one that a crash cut short, and is left untouched. */
class LogDamageTest {

  private static final int SEGMENT_SIZE = 512;

  private final Vfs vfs = new MemoryVfs();

  /** Nine frames, each synced, over five segments of a file that has six. */
  private List<String> writeSmallLog() {
    List<String> texts =
        List.of(
            "one",
            "",
            "three".repeat(20),
            "four".repeat(60),
            "five",
            "six".repeat(250),
            "seven",
            "eight".repeat(3),
            "nine");
    try (WriteAheadLog log = newLog(vfs, SEGMENT_SIZE)) {
      commit(log, texts.toArray(String[]::new));
    }
    assertThat(recoverable(texts.size())).isEqualTo(texts);
    return texts;
  }

  /** The log as it is, read but not recovered. */
  private List<String> recoverable(int count) {
    byte[] content = content(vfs);
    List<String> texts = recoveredTexts(vfs);
    put(vfs, content);
    assertThat(texts).hasSize(count);
    return texts;
  }

  @Test
  void everyTruncationIsFoundOrTakesTheLastFrameOnly() {
    List<String> texts = writeSmallLog();
    byte[] content = content(vfs);
    int read = 0;
    for (int length = 0; length < content.length; length++) {
      put(vfs, Arrays.copyOf(content, length));
      read += assertPrefixOrRefused(texts, texts.size() - 1, "cut to " + length) ? 1 : 0;
    }
    assertThat(read).as("cuts that the log survived").isZero();
  }

  @Test
  void everyChangedByteIsFoundOrTakesTheLastFrameOnly() {
    List<String> texts = writeSmallLog();
    byte[] content = content(vfs);
    for (int offset = 0; offset < content.length; offset++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        byte[] damaged = content.clone();
        damaged[offset] ^= (byte) flip;
        put(vfs, damaged);
        assertPrefixOrRefused(texts, texts.size() - 1, "byte " + offset + " ^ " + flip);
      }
    }
  }

  /** Recovery writes down that all it found is synced: from then on no frame may be missing. */
  @Test
  void afterRecoveryEveryChangedByteIsFound() {
    List<String> texts = writeSmallLog();
    recover(vfs).close();
    byte[] content = content(vfs);
    for (int offset = 0; offset < content.length; offset++) {
      byte[] damaged = content.clone();
      damaged[offset] ^= 0x10;
      put(vfs, damaged);
      assertPrefixOrRefused(texts, texts.size(), "byte " + offset);
    }
  }

  /** The same over a log of two lives, which has dead bytes and a jump in the middle. */
  @Test
  void everyChangedByteOfALogThatJumpsIsFound() {
    try (WriteAheadLog log = newLog(vfs, SEGMENT_SIZE)) {
      commit(log, "one", "two".repeat(100), "three");
      append(log, "four".repeat(100));
    }
    try (Recovered recovered = recover(vfs)) {
      commit(recovered.log(), "five", "six".repeat(100));
    }
    try (Recovered recovered = recover(vfs)) {
      commit(recovered.log(), "seven", "eight".repeat(100), "nine");
    }
    byte[] content = content(vfs);
    List<String> texts = recoveredTexts(vfs);
    assertThat(texts).hasSize(9);
    for (int offset = 0; offset < content.length; offset++) {
      byte[] damaged = content.clone();
      damaged[offset] ^= 0x04;
      put(vfs, damaged);
      assertPrefixOrRefused(texts, 8, "byte " + offset);
    }
  }

  /** Two frames that were not synced may go, but not the one before them. */
  @Test
  void frameKnownToBeSyncedMayNotBeMissing() {
    long position;
    long end;
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "synced, and the next one knows");
      position = log.endPosition();
      commit(log, "synced, and nobody knows");
      end = append(log, "this one does");
    }
    byte[] content = content(vfs);
    content[SegmentHeader.SIZE + (int) position + 40]++;
    put(vfs, content);
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(vfs.describe(NAME))
        .hasMessageContaining(
            "segment 0, offset " + (SegmentHeader.SIZE + position) + " of the file")
        .hasMessageContaining("expected frame 2")
        .hasMessageContaining("frame 3 at offset")
        .hasMessageContaining("synced up to position " + (end - 48));
    assertThat(content(vfs)).as("left untouched").isEqualTo(content);
  }

  @Test
  void checkpointMustFindTheFrameThatItExpects() {
    try (WriteAheadLog log = newLog(vfs, 4096)) {
      commit(log, "a", "b", "c");
    }
    assertThatThrownBy(() -> recover(vfs, new LogPoint(40, 3)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("has frame 2, expected 3");
    assertThatThrownBy(() -> recover(vfs, new LogPoint(1 << 20, 1000)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("expected frame 1000; is this an old copy of the log?");
    assertThatThrownBy(() -> recover(vfs, new LogPoint(44, 2)))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void missingAndEmptyLogsAreTold() {
    assertThat(LogReader.presence(vfs, NAME)).isEqualTo(LogPresence.MISSING);
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("is missing or empty, expected the log from frame 1 on");
    assertThat(vfs.exists(NAME)).isFalse();
    for (int length : new int[] {0, 10, 70_000}) {
      put(vfs, new byte[length]);
      assertThat(LogReader.presence(vfs, NAME)).isEqualTo(LogPresence.BLANK);
      assertThatThrownBy(() -> recover(vfs)).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void logOfAnotherDatabaseIsRefused() {
    UUID other = new UUID(1, 2);
    WriteAheadLog.create(vfs, NAME, other, 4096, LogPoint.ORIGIN, LogFixture.NEVER).close();
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(NotADatabaseException.class)
        .hasMessageContaining("the log of another database")
        .hasMessageContaining(other.toString())
        .hasMessageContaining(LogFixture.ID.toString());
  }

  @Test
  void fileThatIsNoLogIsRefused() {
    put(vfs, "Dear diary, today nothing was logged. ".repeat(100).getBytes(UTF_8));
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(NotADatabaseException.class)
        .hasMessageContaining("no pydb log begins here");
  }

  @Test
  void otherFormatVersionsAreRefused() {
    newLog(vfs, 4096).close();
    setVersion(2);
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(FormatTooNewException.class)
        .hasMessageContaining("has log format 2, this pydb reads up to 1. Upgrade pydb");
    setVersion(0);
    assertThatThrownBy(() -> recover(vfs))
        .isInstanceOf(FormatTooOldException.class)
        .hasMessageContaining("has log format 0, this pydb reads from 1");
  }

  private void setVersion(int version) {
    byte[] header = Arrays.copyOf(content(vfs), SegmentHeader.SIZE);
    Bytes.putShort(header, 8, version);
    Bytes.putInt(header, 60, Crc32c.of(header, 0, 60));
    try (VfsFile file = vfs.open(NAME, OpenMode.READ_WRITE)) {
      file.write(0, header, 0, header.length);
    }
  }

  /**
   * Recovers a damaged log, which must show at least {@code least} of the frames, or be refused
   * with an error of its own and be left untouched.
   *
   * @return whether it was recovered
   */
  private boolean assertPrefixOrRefused(List<String> texts, int least, String damage) {
    byte[] before = content(vfs);
    try {
      List<String> found = recoveredTexts(vfs);
      assertThat(found).as(damage).hasSizeGreaterThanOrEqualTo(least);
      assertThat(found).as(damage).isEqualTo(texts.subList(0, found.size()));
      return true;
    } catch (EngineException e) {
      assertThat(e)
          .as(damage)
          .isInstanceOfAny(CorruptionException.class, NotADatabaseException.class)
          .hasMessageContaining(NAME);
      assertThat(content(vfs)).as(damage).isEqualTo(before);
      return false;
    }
  }
}
