package org.pydb.engine.kv.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * A file of records, one behind the other, that knows after a crash which of them are whole.
 *
 * <pre>
 *   header, 64 bytes                          record
 *     0  "pydbrec\n"                            0  CRC32C of the salt, the position and bytes 4 to 27
 *     8  format version, 2 bytes                4  length of the payload, 4 bytes, never 0
 *    10  kind, 1 byte                           8  number, 8 bytes
 *    16  number of the file, 8 bytes           16  position up to which the file was synced, 8 bytes
 *    24  salt, 8 bytes                         24  CRC32C of the payload
 *    60  CRC32C of bytes 0 to 59               28  payload
 * </pre>
 *
 * <p>The salt is chance: no record of an earlier file that stood in the same place is taken for one
 * of this. A file ends at the first record that is not whole. That may be what a crash has left of
 * a write that was not synced, or damage of what was. If any record behind it says that the file
 * had been synced beyond it, or the manifest knows so, it is damage; the last record of all, if
 * nobody knows of it, is given up for torn.
 *
 * <p>Reads may go on beside one writer.
 */
public final class RecordFile implements AutoCloseable {

  /** The bytes before the first record. */
  public static final int HEADER_SIZE = 64;

  /** The bytes of a record before its payload. */
  public static final int RECORD_HEADER_SIZE = 28;

  private static final byte[] MAGIC = "pydbrec\n".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final String NOT_WHOLE = "a record that was whole is not";
  private static final int HEADER_CRC_AT = HEADER_SIZE - Integer.BYTES;

  private final VfsFile file;
  private final String place;
  private final long salt;
  private long end = HEADER_SIZE;
  private long synced = HEADER_SIZE;
  private boolean failed;

  private RecordFile(VfsFile file, String place, long salt) {
    this.file = file;
    this.place = place;
    this.salt = salt;
  }

  /** Is told of records. */
  public interface Visitor {
    /**
     * One record; its payload is valid during the call.
     *
     * @param position of the record in the file
     */
    void record(long position, long number, byte[] bytes, int from, int length);
  }

  /** Makes a file, over one that a crash has left there, if any. Its name is durable. */
  public static RecordFile create(Vfs vfs, String name, char kind, long number) {
    vfs.delete(name);
    byte[] header = new byte[HEADER_SIZE];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    Bytes.putShort(header, 8, VERSION);
    header[10] = (byte) kind;
    Bytes.putLong(header, 16, number);
    long salt = vfs.clock().random();
    Bytes.putLong(header, 24, salt);
    Bytes.putInt(header, HEADER_CRC_AT, crc(header, 0, HEADER_CRC_AT));
    VfsFile file = vfs.open(name, OpenMode.CREATE);
    try {
      file.write(0, header, 0, HEADER_SIZE);
      file.sync();
      vfs.syncName(name);
      return new RecordFile(file, vfs.describe(name), salt);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a file that must be there.
   *
   * @throws CorruptionException if it is not there, or not that one
   */
  public static RecordFile open(Vfs vfs, String name, char kind, long number) {
    return open(vfs, name, kind, number, OpenMode.READ_WRITE);
  }

  /** Opens a file that must be there, to read it only. */
  public static RecordFile openToRead(Vfs vfs, String name, char kind, long number) {
    return open(vfs, name, kind, number, OpenMode.READ);
  }

  private static RecordFile open(Vfs vfs, String name, char kind, long number, OpenMode mode) {
    String place = vfs.describe(name);
    if (!vfs.exists(name)) {
      throw new CorruptionException(place + " is missing; bring it back from a backup");
    }
    VfsFile file = vfs.open(name, mode);
    try {
      byte[] header = new byte[HEADER_SIZE];
      checkHeader(header, file.read(0, header, 0, HEADER_SIZE), place, kind, number);
      return new RecordFile(file, place, Bytes.getLong(header, 24));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static void checkHeader(byte[] header, int count, String place, char kind, long number) {
    boolean isWhole =
        count == HEADER_SIZE
            && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            && Bytes.getInt(header, HEADER_CRC_AT) == crc(header, 0, HEADER_CRC_AT);
    if (!isWhole) {
      throw new CorruptionException(
          place + " is damaged at position 0: its header has a wrong checksum");
    }
    int version = Bytes.getShort(header, 8);
    if (version > VERSION) {
      throw new FormatTooNewException(
          place + " has format " + version + "; this pydb knows formats up to " + VERSION);
    }
    if (header[10] != kind || Bytes.getLong(header, 16) != number) {
      throw new CorruptionException(
          place
              + " is another file: of kind "
              + (char) header[10]
              + " and number "
              + Bytes.getLong(header, 16)
              + ", expected "
              + kind
              + " and "
              + number);
    }
  }

  /** Where the file is, for messages. */
  public String place() {
    return place;
  }

  /** Goes into the checksums of what lies in this file. */
  public long salt() {
    return salt;
  }

  /** The position behind the last record. */
  public synchronized long end() {
    return end;
  }

  /** The position up to which the file is known to be durable. */
  public synchronized long synced() {
    return synced;
  }

  // ------------------------------------------------------------------ reading

  /**
   * Reads the records from a position on; the file ends behind the last one that is whole.
   *
   * @param known up to where it was whole: what is damaged before is damage
   * @param isSealed whether it ends there
   */
  public synchronized void replay(long from, long known, boolean isSealed, Visitor visitor) {
    Extent found = walk(from, known, isSealed, visitor);
    end = found.end;
    synced = found.synced;
  }

  /** How far a file is whole, and how far it is known to be durable. */
  private record Extent(long end, long synced) {}

  private Extent walk(long from, long known, boolean isSealed, Visitor visitor) {
    RecordWindow window = new RecordWindow(file);
    long at = from;
    long durable = Math.max(from, known);
    while (!(isSealed && at >= known)) {
      int payload = payloadOf(at, window);
      if (payload < 0) {
        break;
      }
      int header = payload - RECORD_HEADER_SIZE;
      int length = Bytes.getInt(window.bytes(), header + 4);
      durable = Math.max(durable, Bytes.getLong(window.bytes(), header + 16));
      long number = Bytes.getLong(window.bytes(), header + 8);
      visitor.record(at, number, window.bytes(), payload, length);
      at += RECORD_HEADER_SIZE + length;
    }
    if (at < known || (!isSealed && recordBehind(at, at, window) >= 0)) {
      throw damaged(at, NOT_WHOLE);
    }
    return new Extent(at, Math.min(durable, at));
  }

  /** Where in the window the payload of a record stands that is whole; -1 if it is not. */
  private int payloadOf(long at, RecordWindow window) {
    int header = window.at(at, RECORD_HEADER_SIZE);
    if (header < 0 || !isHeader(window.bytes(), header, at)) {
      return -1;
    }
    int length = Bytes.getInt(window.bytes(), header + 4);
    int whole = window.at(at, RECORD_HEADER_SIZE + length);
    int payload = whole + RECORD_HEADER_SIZE;
    return whole >= 0 && hasChecksum(window.bytes(), payload, length) ? payload : -1;
  }

  /**
   * Reads all records as an opening does, but notes what is damaged and goes on behind it. Changes
   * nothing.
   *
   * @param known up to where the file was whole
   * @param isSealed whether it ends there
   */
  public void verify(long known, boolean isSealed, Verification verification, Visitor visitor) {
    RecordWindow window = new RecordWindow(file);
    long at = HEADER_SIZE;
    while (at >= 0 && !(isSealed && at >= known)) {
      int payload = payloadOf(at, window);
      if (payload >= 0) {
        byte[] bytes = window.bytes();
        int length = Bytes.getInt(bytes, payload - RECORD_HEADER_SIZE + 4);
        long number = Bytes.getLong(bytes, payload - RECORD_HEADER_SIZE + 8);
        visitor.record(at, number, bytes, payload, length);
        verification.checked(RECORD_HEADER_SIZE + length);
        at += RECORD_HEADER_SIZE + length;
      } else {
        long next = recordBehind(at, at < known ? 0 : at, window);
        if (at < known || next >= 0) {
          verification.found(damaged(at, NOT_WHOLE));
        }
        at = next;
      }
    }
  }

  /** Says that the file ends there, and is whole up to there. */
  public synchronized void seal(long length) {
    end = length;
    synced = length;
  }

  /** Reads again the records of a file that is sealed. */
  public void scan(Visitor visitor) {
    walk(HEADER_SIZE, end(), true, visitor);
  }

  private boolean hasChecksum(byte[] bytes, int payload, int length) {
    return Bytes.getInt(bytes, payload - Integer.BYTES) == crc(bytes, payload, length);
  }

  private boolean isHeader(byte[] bytes, int at, long position) {
    long before = Bytes.getLong(bytes, at + 16);
    return Bytes.getInt(bytes, at + 4) > 0
        && before >= HEADER_SIZE
        && before <= position
        && Bytes.getInt(bytes, at) == headerCrc(bytes, at, position);
  }

  /**
   * The first record behind a position that says that the file was synced beyond another one; -1 if
   * there is none.
   */
  private long recordBehind(long position, long syncedBeyond, RecordWindow window) {
    long at = position + 1;
    int header = window.at(at, RECORD_HEADER_SIZE);
    while (header >= 0) {
      if (Bytes.getLong(window.bytes(), header + 16) > syncedBeyond
          && isHeader(window.bytes(), header, at)) {
        return at;
      }
      header = window.at(++at, RECORD_HEADER_SIZE);
    }
    return -1;
  }

  /** Copies bytes out of the file. */
  public byte[] read(long position, int count) {
    byte[] bytes = new byte[count];
    int read = file.read(position, bytes, 0, count);
    if (read < count) {
      throw damaged(position, "there are " + read + " bytes of " + count);
    }
    return bytes;
  }

  /** An exception that says where the file is damaged. */
  public CorruptionException damaged(long position, String what) {
    return new CorruptionException(place + " is damaged at position " + position + ": " + what);
  }

  // ------------------------------------------------------------------ writing

  /**
   * Cuts off what follows the last record, and makes what was replayed durable: if a sync has
   * failed, what can be read may be on no medium, so what was not known to be synced is written
   * anew.
   */
  public synchronized void repair() {
    if (file.size() > end) {
      file.truncate(end);
    }
    int chunk = 1 << 20;
    for (long at = synced; at < end; at += chunk) {
      byte[] bytes = read(at, (int) Math.min(chunk, end - at));
      file.write(at, bytes, 0, bytes.length);
    }
    file.sync();
    synced = end;
  }

  /** A builder for the payload of the next record, with room for the header at its beginning. */
  public static ByteBuilder newRecord(int capacity) {
    ByteBuilder record = new ByteBuilder(RECORD_HEADER_SIZE + capacity);
    record.skip(RECORD_HEADER_SIZE);
    return record;
  }

  /**
   * Appends a record. If that fails, it has had no effect.
   *
   * @param record what {@link #newRecord} gave, with the payload
   * @return the position of the record
   */
  public synchronized long append(ByteBuilder record, long number) {
    checkUsable();
    byte[] bytes = record.array();
    int length = record.length() - RECORD_HEADER_SIZE;
    assert length > 0;
    Bytes.putInt(bytes, 4, length);
    Bytes.putLong(bytes, 8, number);
    Bytes.putLong(bytes, 16, synced);
    Bytes.putInt(bytes, 24, crc(bytes, RECORD_HEADER_SIZE, length));
    Bytes.putInt(bytes, 0, headerCrc(bytes, 0, end));
    try {
      file.write(end, bytes, 0, record.length());
    } catch (RuntimeException | Error e) {
      cutOff();
      throw e;
    }
    long position = end;
    end += record.length();
    return position;
  }

  /** Takes away what a write that failed has left behind the end: room, or even a whole record. */
  private void cutOff() {
    try {
      file.truncate(end);
    } catch (StorageException e) {
      return; // The next record goes over it.
    }
  }

  /**
   * Makes all records durable.
   *
   * @throws CommitUnknownException if nobody knows which are; nothing more is written
   */
  public synchronized void sync() {
    checkUsable();
    if (synced == end) {
      return;
    }
    try {
      file.sync();
    } catch (RuntimeException | Error e) {
      failed = true;
      throw new CommitUnknownException(
          "a sync of "
              + place
              + " failed: what was written last is there after the next opening, or not",
          e);
    }
    synced = end;
  }

  private void checkUsable() {
    if (failed) {
      throw new DatabaseFailedException("a sync of " + place + " has failed; open the store anew");
    }
  }

  @Override
  public void close() {
    file.close();
  }

  // ------------------------------------------------------------------ checksums

  private int headerCrc(byte[] bytes, int at, long position) {
    int from = at + Integer.BYTES;
    return SaltedCrc.of(salt, position, bytes, from, RECORD_HEADER_SIZE - Integer.BYTES);
  }

  private static int crc(byte[] bytes, int from, int count) {
    return Crc32c.of(bytes, from, count);
  }
}
