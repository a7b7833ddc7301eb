package org.pydb.engine.kv.file;

import java.util.zip.CRC32C;
import org.pydb.engine.bytes.Bytes;

/**
 * A checksum that says as well which file the bytes are of, and where in it they stand: what went
 * to another place, or is left of an earlier file, has a wrong one. Stateless.
 */
public final class SaltedCrc {
  private SaltedCrc() {}

  /** The checksum of a range of bytes that stands at a position of a file. */
  public static int of(long salt, long position, byte[] bytes, int from, int count) {
    byte[] seed = new byte[2 * Long.BYTES];
    Bytes.putLong(seed, 0, salt);
    Bytes.putLong(seed, Long.BYTES, position);
    CRC32C crc = new CRC32C();
    crc.update(seed, 0, seed.length);
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }
}
