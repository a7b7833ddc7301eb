package org.pydb.engine.kv.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * The file that says which engine a store is of, and whether it was ever whole. It is one sector,
 * which no crash tears.
 *
 * <pre>
 *   0   "pydb-kv\n"
 *   8   format version, 2 bytes
 *  10   1 while the engine makes its files, 2 since they are whole, 3 while a copy is written
 *  12   the engine's name, padded with zeros, 16 bytes
 *  28   CRC32C of the 28 bytes before, 4 bytes
 * </pre>
 *
 * @param engine the name of the engine
 * @param state what may be expected of the engine's files
 */
public record StoreFile(String engine, State state) {

  /** What may be expected of the engine's files. */
  public enum State {
    /** The engine is making them: there was never anything in them. */
    BEGUN(1),
    /** They are whole. */
    WHOLE(2),
    /** Another store is being copied into them. */
    COPYING(3);

    private final int code;

    State(int code) {
      this.code = code;
    }
  }

  private static final byte[] MAGIC = "pydb-kv\n".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int STATE_AT = 10;
  private static final int ENGINE_AT = 12;
  private static final int CRC_AT = ENGINE_AT + EngineFactory.NAME_LENGTH_MAX;
  private static final int SIZE = CRC_AT + Integer.BYTES;

  /** Makes the file for a store that is to be made: there at once, or not at all. */
  public static void create(Vfs vfs, String name, String engine, State state) {
    String newName = name + "-new";
    vfs.delete(newName);
    new StoreFile(engine, state).write(vfs, newName, OpenMode.CREATE);
    vfs.delete(name);
    vfs.rename(newName, name);
    vfs.syncName(name);
  }

  /** Notes, durably, what may be expected from now on. */
  public static void set(Vfs vfs, String name, String engine, State state) {
    new StoreFile(engine, state).write(vfs, name, OpenMode.READ_WRITE);
  }

  /**
   * Makes durable what was read. A process that died before its sync may have left it where it can
   * be read, and be lost with the power: then a store would be made anew over one that was written.
   */
  public void writeAgain(Vfs vfs, String name) {
    write(vfs, name, OpenMode.READ_WRITE);
    vfs.syncNames();
  }

  /** Reads the file; null if there is none. */
  public static @Nullable StoreFile read(Vfs vfs, String name) {
    if (!vfs.exists(name)) {
      return null;
    }
    byte[] bytes = new byte[SIZE];
    int count;
    try (VfsFile file = vfs.open(name, OpenMode.READ)) {
      count = file.read(0, bytes, 0, SIZE);
    }
    return parse(bytes, count, vfs.describe(name));
  }

  private void write(Vfs vfs, String name, OpenMode mode) {
    byte[] bytes = new byte[SIZE];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    Bytes.putShort(bytes, VERSION_AT, VERSION);
    Bytes.putShort(bytes, STATE_AT, state.code);
    byte[] letters = engine.getBytes(US_ASCII);
    System.arraycopy(letters, 0, bytes, ENGINE_AT, letters.length);
    Bytes.putInt(bytes, CRC_AT, Crc32c.of(bytes, 0, CRC_AT));
    try (VfsFile file = vfs.open(name, mode)) {
      file.write(0, bytes, 0, SIZE);
      file.sync();
    }
  }

  private static StoreFile parse(byte[] bytes, int count, String place) {
    if (count < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new NotADatabaseException(place + " is not a key-value store of pydb");
    }
    if (count < SIZE || Bytes.getInt(bytes, CRC_AT) != Crc32c.of(bytes, 0, CRC_AT)) {
      throw new CorruptionException(place + " is damaged: its checksum is wrong");
    }
    int version = Bytes.getShort(bytes, VERSION_AT);
    if (version > VERSION) {
      throw new FormatTooNewException(
          place + " has format " + version + "; this pydb knows formats up to " + VERSION);
    }
    int end = ENGINE_AT;
    while (end < CRC_AT && bytes[end] != 0) {
      end++;
    }
    String engine = new String(bytes, ENGINE_AT, end - ENGINE_AT, US_ASCII);
    int code = Bytes.getShort(bytes, STATE_AT);
    for (State state : State.values()) {
      if (state.code == code) {
        return new StoreFile(engine, state);
      }
    }
    throw new CorruptionException(place + " is damaged: it has state " + code);
  }
}
