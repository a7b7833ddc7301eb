package org.pydb.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pydb.engine.wal.LogFixture.append;
import static org.pydb.engine.wal.LogFixture.commit;
import static org.pydb.engine.wal.LogFixture.content;
import static org.pydb.engine.wal.LogFixture.newLog;
import static org.pydb.engine.wal.LogFixture.recover;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * The bytes of a tiny log, before and after a crash. If this changes, the format has: raise {@link
 * SegmentHeader#FORMAT_VERSION} and write down why.
 */
class LogGoldenTest {

  private static final int LINE = 16;

  private final Vfs vfs = new MemoryVfs();

  @Test
  void tinyLog() {
    writeTwoFramesAndCrash();
    // 0000: a segment's header: magic, format version, segment size; database id; (zeros: sequence
    // and previous end); synced up to 0, incarnation 1, checksum.
    // 0040: frame 1, kind 7, 8 bytes, written when the log was synced up to 0 and had 1 segment.
    // 0068: frame 2, kind 7, 5 bytes, written when the log was synced up to 40 (hex 28).
    assertThat(dump())
        .isEqualTo(
            """
            0000  70 79 64 62 2d 77 61 6c 00 01 00 00 00 00 02 00  pydb-wal........
            0010  0f 0e 0d 0c 0b 0a 49 08 87 06 05 04 03 02 01 00  ......I.........
            0030  00 00 00 00 00 00 00 00 00 00 00 01 8f 95 5f 67  .............._g
            0040  bd f2 8a d4 00 00 00 08 00 00 00 00 00 00 00 01  ................
            0050  00 00 00 00 00 00 00 00 00 00 00 01 07 33 1b d7  .............3..
            0060  68 65 6c 6c 6f 21 21 21 27 f6 f3 0c 00 00 00 05  hello!!!'.......
            0070  00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 28  ...............(
            0080  00 00 00 01 07 04 2a 04 77 6f 72 6c 64 00 00 00  ......*.world...
            """);
  }

  @Test
  void tinyLogAfterRecovery() {
    writeTwoFramesAndCrash();
    String before = dump();
    recover(vfs).close();
    // 0200: the header of the segment in slot 1: sequence 1, previous end 40; synced up to 488 (hex
    // 1e8), incarnation 2.
    // 0240: frame 2 again, at position 448; the file has 2 segments now.
    assertThat(dump())
        .isEqualTo(
            before
                + """
                0200  70 79 64 62 2d 77 61 6c 00 01 00 00 00 00 02 00  pydb-wal........
                0210  0f 0e 0d 0c 0b 0a 49 08 87 06 05 04 03 02 01 00  ......I.........
                0220  00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 28  ...............(
                0230  00 00 00 00 00 00 01 e8 00 00 00 02 7c 90 34 0c  ............|.4.
                0240  f2 2b c8 50 00 00 00 05 00 00 00 00 00 00 00 02  .+.P............
                0250  00 00 00 00 00 00 00 28 00 00 00 02 07 cf 87 ff  .......(........
                0260  77 6f 72 6c 64 00 00 00 00 00 00 00 00 00 00 00  world...........
                """);
  }

  private void writeTwoFramesAndCrash() {
    try (WriteAheadLog log = newLog(vfs, 512)) {
      commit(log, "hello!!!");
      append(log, "world");
    }
  }

  /** The file in lines of 16 bytes, without lines of zeros. */
  private String dump() {
    byte[] bytes = content(vfs);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += LINE) {
      if (Bytes.isZero(bytes, at, at + LINE)) {
        continue;
      }
      text.append("%04x ".formatted(at));
      StringBuilder letters = new StringBuilder("  ");
      for (int i = at; i < at + LINE; i++) {
        text.append(' ').append(HexFormat.of().toHexDigits(bytes[i]));
        letters.append(bytes[i] > ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
      }
      text.append(letters).append('\n');
    }
    return text.toString();
  }
}
