package org.pydb.engine.wal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pydb.engine.wal.LogFixture.AT_ONCE;
import static org.pydb.engine.wal.LogFixture.ID;
import static org.pydb.engine.wal.LogFixture.NAME;
import static org.pydb.engine.wal.LogFixture.commit;
import static org.pydb.engine.wal.LogFixture.content;
import static org.pydb.engine.wal.LogFixture.put;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * The frames of an encrypted log show nothing, and are frames only where they were written. A torn
 * end is one as ever; a frame whose checksum is right and whose seal is not, somebody has made.
 */
class EncryptedLogTest {
  private static final int SEGMENT_SIZE = 4096;

  private final MessageCipher cipher = MessageCipher.ephemeral(new SecureRandom()::nextLong);
  private final MemoryVfs vfs = new MemoryVfs();

  private WriteAheadLog newLog() {
    return WriteAheadLog.create(vfs, NAME, ID, cipher, SEGMENT_SIZE, LogPoint.ORIGIN, AT_ONCE);
  }

  private List<String> recovered() {
    List<LogFixture.Frame> frames = new ArrayList<>();
    WriteAheadLog.recover(
            vfs, NAME, ID, cipher, LogPoint.ORIGIN, AT_ONCE, LogFixture.collector(frames))
        .close();
    return frames.stream().map(LogFixture.Frame::text).toList();
  }

  @Test
  void recoveryShowsWhatWasWrittenAndTheFileDoesNot() {
    List<String> texts = new ArrayList<>();
    try (WriteAheadLog log = newLog()) {
      for (int i = 0; i < 50; i++) {
        texts.add(("secret " + i + " ").repeat(1 + i * 3));
        commit(log, texts.get(i));
      }
    }
    assertThat(new String(content(vfs), ISO_8859_1)).doesNotContain("secret");
    for (int i = 0; i < 3; i++) {
      assertThat(recovered()).isEqualTo(texts);
    }
    assertThat(new String(content(vfs), ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void anotherKeyShowsNothing() {
    try (WriteAheadLog log = newLog()) {
      commit(log, "a", "b");
    }
    assertThatThrownBy(
            () ->
                WriteAheadLog.recover(
                    vfs,
                    NAME,
                    ID,
                    MessageCipher.ephemeral(new SecureRandom()::nextLong),
                    LogPoint.ORIGIN,
                    AT_ONCE,
                    (position, number, kind, body, length) -> {}))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("fails authentication");
  }

  @Test
  void tornEndIsNoDamage() {
    try (WriteAheadLog log = newLog()) {
      commit(log, "a", "b");
    }
    byte[] bytes = content(vfs);
    int second = SegmentHeader.SIZE + frameSize("a");
    bytes[second + frameSize("b") - 1] ^= 1;
    put(vfs, bytes);
    assertThat(recovered()).containsExactly("a");
  }

  /** The checksum needs no key: whoever changes a frame can make it right. */
  @Test
  void changedFrameIsFoundThoughItsChecksumIsRight() {
    for (int at : new int[] {16, 24, 28, 32, 48, 64}) {
      MemoryVfs other = new MemoryVfs();
      try (WriteAheadLog log =
          WriteAheadLog.create(other, NAME, ID, cipher, SEGMENT_SIZE, LogPoint.ORIGIN, AT_ONCE)) {
        commit(log, "a", "b", "c");
      }
      byte[] bytes = content(other);
      // In the second frame: what was synced, segments, kind, random bytes, tag, body.
      int position = frameSize("a");
      bytes[SegmentHeader.SIZE + position + at] ^= at == 24 ? (byte) 0 : (byte) 1;
      bytes[SegmentHeader.SIZE + position + at + 3] ^= at == 24 ? (byte) 1 : (byte) 0;
      putChecksums(bytes, position, frameSize("b"));
      put(vfs, bytes);
      assertThatThrownBy(this::recovered)
          .as("changed at %s", at)
          .isInstanceOf(CorruptionException.class);
    }
  }

  /** A frame that says what another one said, at its place and under its number. */
  @Test
  void framesCannotChangePlaces() {
    try (WriteAheadLog log = newLog()) {
      commit(log, "a", "b", "c");
    }
    byte[] bytes = content(vfs);
    int size = frameSize("a");
    int first = SegmentHeader.SIZE + FrameLayout.HEADER_SIZE;
    System.arraycopy(bytes, first, bytes, first + size, size - FrameLayout.HEADER_SIZE);
    putChecksums(bytes, size, size);
    put(vfs, bytes);
    assertThatThrownBy(this::recovered)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("frame 2 fails authentication");
  }

  private static int frameSize(String text) {
    return FrameLayout.size(text.getBytes(UTF_8).length + MessageCipher.SEAL_SIZE);
  }

  /** Makes the checksums of a frame of the first incarnation right. */
  private static void putChecksums(byte[] bytes, int position, int size) {
    byte[] frame = new byte[FrameLayout.SEED_ROOM + size];
    int at = SegmentHeader.SIZE + position;
    System.arraycopy(bytes, at, frame, FrameLayout.SEED_ROOM, size);
    FrameLayout.putChecksums(new CRC32C(), frame, FrameLayout.SEED_ROOM, size, 1, position);
    byte[] made = Arrays.copyOfRange(frame, FrameLayout.SEED_ROOM, frame.length);
    System.arraycopy(made, 0, bytes, at, size);
    assertThat(Bytes.getInt(bytes, at)).isNotZero();
  }
}
