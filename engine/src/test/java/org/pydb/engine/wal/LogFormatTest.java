package org.pydb.engine.wal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.testkit.FormatPage;

/** {@code docs/file-format.md} draws the log as it is written. */
class LogFormatTest {

  private static BigInteger of(long value) {
    return BigInteger.valueOf(value);
  }

  private static long crcOf(byte[]... parts) {
    CRC32C crc = new CRC32C();
    for (byte[] part : parts) {
      crc.update(part, 0, part.length);
    }
    return crc.getValue();
  }

  @Test
  void segmentHeader() throws IOException {
    byte[] bytes = new byte[SegmentHeader.SIZE];
    UUID id = new UUID(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
    new SegmentHeader(1 << 20, id, 11, 12, 13, 14).put(bytes, 0);
    Map<String, BigInteger> values = new HashMap<>();
    values.put("magic", new BigInteger("707964622d77616c", 16));
    values.put("format version", of(SegmentHeader.FORMAT_VERSION));
    values.put("segment size", of(1 << 20));
    values.put("database id", new BigInteger("0102030405060708090A0B0C0D0E0F10", 16));
    values.put("sequence", of(11));
    values.put("previous end", of(12));
    values.put("synced", of(13));
    values.put("incarnation", of(14));
    values.put("checksum", of(crcOf(Arrays.copyOf(bytes, 60))));
    FormatPage.check("Segment header", bytes, values);
  }

  @Test
  void frameHeader() throws IOException {
    int at = FrameLayout.SEED_ROOM;
    int size = FrameLayout.size(5);
    byte[] bytes = new byte[at + size];
    FrameLayout.putHeader(bytes, at, 5, 0x0102030405L, 0x0607080910L, 17, 3);
    Arrays.fill(bytes, at + FrameLayout.HEADER_SIZE, at + FrameLayout.HEADER_SIZE + 5, (byte) 9);
    FrameLayout.putChecksums(new CRC32C(), bytes, at, size, 6, 4_096);
    byte[] frame = Arrays.copyOfRange(bytes, at, at + size);
    byte[] seed = new byte[16];
    Bytes.putLong(seed, 0, 6);
    Bytes.putLong(seed, 8, 4_096);
    long head = crcOf(seed, Arrays.copyOfRange(frame, 4, 29)) & 0xFF_FFFF;
    Map<String, BigInteger> values = new HashMap<>();
    values.put("checksum", of(crcOf(seed, Arrays.copyOfRange(frame, 4, size))));
    values.put("length of the body", of(5));
    values.put("number", of(0x0102030405L));
    values.put("synced", of(0x0607080910L));
    values.put("segments", of(17));
    values.put("kind", of(3));
    values.put("head checksum", of(head));
    FormatPage.check("Frame header", Arrays.copyOf(frame, FrameLayout.HEADER_SIZE), values);
  }
}
