package org.pydb.examples.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * A file of batches, one behind the other, each there in whole or not at all.
 *
 * <pre>
 *   header, 20 bytes                       record
 *     0  "lab one\n"                         0  CRC32C of the salt, the position, and all that follows
 *     8  salt, 8 bytes                       4  length of the changes, 4 bytes
 *    16  CRC32C of bytes 0 to 15             8  number of the batch, 8 bytes
 *                                           16  up to where the file was synced before, 8 bytes
 *   change                                  24  changes
 *     length of the key, 4 bytes
 *     length of the value, 4 bytes; -1 to delete
 *     key, value
 * </pre>
 *
 * <p>The file ends at the first record that is not whole. That is what a crash has left of the last
 * write; unless a record behind it says that the file had been synced further than this, for then
 * what was whole has been damaged. The salt is chance, so that nobody can write a value that looks
 * like a record.
 */
@SuppressWarnings("ByteBufferBackingArray") // each is allocated here
final class BatchFile implements AutoCloseable {
  private static final byte[] MAGIC = "lab one\n".getBytes(US_ASCII);
  private static final int HEADER_SIZE = 20;
  private static final int RECORD_HEADER_SIZE = 24;
  private static final int NUMBER_AT = 8;
  private static final int SYNCED_AT = 16;
  private static final int DELETED = -1;
  private static final int WINDOW_SIZE = 64 << 10;

  private final VfsFile file;
  private final String place;
  private final long salt;
  private long end = HEADER_SIZE;
  private long synced = HEADER_SIZE;
  private boolean failed;

  private BatchFile(VfsFile file, String place, long salt) {
    this.file = file;
    this.place = place;
    this.salt = salt;
  }

  /** Is told of batches. */
  interface Visitor {
    void batch(WriteBatch batch, long number);
  }

  /** Makes an empty file, instead of one that is there. */
  static BatchFile create(Vfs vfs, String name) {
    vfs.delete(name);
    long salt = vfs.clock().random();
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE).put(MAGIC).putLong(salt);
    header.putInt(headerChecksum(header.array()));
    VfsFile file = vfs.open(name, OpenMode.CREATE);
    try {
      file.write(0, header.array(), 0, HEADER_SIZE);
      return new BatchFile(file, vfs.describe(name), salt);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads all batches of a file.
   *
   * @param mode whether more will be written
   * @throws CorruptionException if the file is missing, or damaged
   */
  static BatchFile open(Vfs vfs, String name, OpenMode mode, Visitor visitor) {
    String place = vfs.describe(name);
    if (!vfs.exists(name)) {
      throw new CorruptionException(place + " is missing: it held the entries");
    }
    VfsFile file = vfs.open(name, mode);
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
      int count = file.read(0, header.array(), 0, HEADER_SIZE);
      if (count < HEADER_SIZE
          || !Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
          || header.getInt(16) != headerChecksum(header.array())) {
        throw new CorruptionException(place + " is damaged at position 0");
      }
      BatchFile opened = new BatchFile(file, place, header.getLong(8));
      opened.replay(visitor);
      return opened;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  // ------------------------------------------------------------------ reading

  private void replay(Visitor visitor) {
    ByteBuffer record = record(end);
    while (record != null) {
      WriteBatch batch = new WriteBatch();
      record.position(RECORD_HEADER_SIZE);
      while (record.hasRemaining()) {
        int keyLength = record.getInt();
        int valueLength = record.getInt();
        byte[] key = bytes(record, keyLength);
        if (valueLength == DELETED) {
          batch.delete(key);
        } else {
          batch.set(key, bytes(record, valueLength));
        }
      }
      visitor.batch(batch, record.getLong(NUMBER_AT));
      end += record.limit();
      record = record(end);
    }
    if (wasSyncedBeyond(end)) {
      throw new CorruptionException(
          place + " is damaged at position " + end + ": a batch that was whole is not");
    }
  }

  /** Whether a record behind a position says that the file was synced beyond it. */
  private boolean wasSyncedBeyond(long position) {
    ByteBuffer window = ByteBuffer.allocate(WINDOW_SIZE + RECORD_HEADER_SIZE);
    for (long from = position + 1; from < file.size(); from += WINDOW_SIZE) {
      int count = file.read(from, window.array(), 0, window.capacity());
      for (int i = 0; i < WINDOW_SIZE && i + RECORD_HEADER_SIZE <= count; i++) {
        long known = window.getLong(i + SYNCED_AT);
        if (known > position && known <= from + i && record(from + i) != null) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] bytes(ByteBuffer source, int count) {
    byte[] bytes = new byte[count];
    source.get(bytes);
    return bytes;
  }

  /** The record at a position, or null if there is none that is whole. */
  private @Nullable ByteBuffer record(long position) {
    byte[] header = new byte[RECORD_HEADER_SIZE];
    if (file.read(position, header, 0, RECORD_HEADER_SIZE) < RECORD_HEADER_SIZE) {
      return null;
    }
    int length = ByteBuffer.wrap(header).getInt(4);
    if (length < 0 || length > file.size() - position - RECORD_HEADER_SIZE) {
      return null;
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_SIZE + length);
    file.read(position, record.array(), 0, record.limit());
    return record.getInt(0) == checksum(record, position) ? record : null;
  }

  // ------------------------------------------------------------------ writing

  /**
   * Appends a batch, which is not durable yet.
   *
   * @throws StorageException if that fails, without effect
   * @throws CommitUnknownException if not even the effect of failing could be taken back
   */
  void append(WriteBatch batch, long number) {
    checkUsable();
    ByteBuffer record = encode(batch);
    record.putLong(NUMBER_AT, number).putLong(SYNCED_AT, synced);
    record.putInt(0, checksum(record, end));
    try {
      file.write(end, record.array(), 0, record.limit());
    } catch (StorageException e) {
      cutOff(e);
      throw e;
    }
    end += record.limit();
  }

  /** Takes away what a write has left that failed: nobody may find it later. */
  private void cutOff(StorageException cause) {
    try {
      file.truncate(end);
    } catch (StorageException e) {
      failed = true;
      e.addSuppressed(cause);
      throw new CommitUnknownException(place + ": a write failed, and was not taken back", e);
    }
  }

  private static ByteBuffer encode(WriteBatch batch) {
    int length = 0;
    for (WriteBatch.Change change : batch.changes()) {
      byte[] value = change.value();
      length += 2 * Integer.BYTES + change.key().length + (value == null ? 0 : value.length);
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_SIZE + length);
    record.putInt(4, length).position(RECORD_HEADER_SIZE);
    for (WriteBatch.Change change : batch.changes()) {
      byte[] value = change.value();
      record.putInt(change.key().length).putInt(value == null ? DELETED : value.length);
      record.put(change.key());
      if (value != null) {
        record.put(value);
      }
    }
    return record;
  }

  /**
   * Makes all batches durable.
   *
   * @throws CommitUnknownException if nobody knows which are; nothing more is written
   */
  void sync() {
    checkUsable();
    try {
      file.sync();
    } catch (RuntimeException | Error e) {
      failed = true;
      throw new CommitUnknownException(
          "a sync of " + place + " failed: the last batches are there at the next opening, or not",
          e);
    }
    synced = end;
  }

  private void checkUsable() {
    if (failed) {
      throw new DatabaseFailedException(place + " has failed before: open the store anew");
    }
  }

  /** Makes all durable, if nothing has failed, and lets the file say so itself. */
  void seal(long number) {
    if (!failed) {
      sync();
      append(new WriteBatch(), number);
      sync();
    }
  }

  @Override
  public void close() {
    file.close();
  }

  // ------------------------------------------------------------------ checksums

  private static int headerChecksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, 16);
    return (int) crc.getValue();
  }

  private int checksum(ByteBuffer record, long position) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(salt).putLong(position).flip());
    crc.update(record.array(), 4, record.limit() - 4);
    return (int) crc.getValue();
  }
}
