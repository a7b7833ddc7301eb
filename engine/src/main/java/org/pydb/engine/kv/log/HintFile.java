package org.pydb.engine.kv.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.vfs.Vfs;

/**
 * The keys of a sealed segment and where its entries are, without the values: so that an opening
 * reads little. It is a hint: if it is missing or damaged, the segment is read instead. It gets its
 * name when it is whole.
 *
 * <pre>
 *   record of number 0: entries          record of number 1, the last one
 *     length of the key, varint            number of entries, varint
 *     key                                  length of the segment, varint
 *     position, varint                     salt of the segment, 8 bytes
 *     length, varint
 *     1 for a value, 0 for a deletion
 * </pre>
 */
final class HintFile {
  private static final char KIND = 'H';
  private static final int RECORD_BYTES = 32 << 10;

  private HintFile() {}

  /** One entry of a segment. */
  @SuppressWarnings("ArrayRecordComponent") // on its way into an index
  record Hint(byte[] key, long position, int length, boolean isSet) {

    /** Whether another one says the same. */
    boolean isSame(Hint other) {
      return Arrays.equals(key, other.key)
          && position == other.position
          && length == other.length
          && isSet == other.isSet;
    }
  }

  static void write(Vfs vfs, String storeName, Segment segment, List<Hint> hints) {
    String name = Manifest.hintName(storeName, segment.number());
    String newName = name + "-new";
    try (RecordFile file = RecordFile.create(vfs, newName, KIND, segment.number())) {
      ByteBuilder record = RecordFile.newRecord(RECORD_BYTES);
      for (Hint hint : hints) {
        record.putVarint(hint.key.length).put(hint.key);
        record.putVarint(hint.position).putVarint(hint.length).putByte(hint.isSet ? 1 : 0);
        if (record.length() > RECORD_BYTES) {
          file.append(record, 0);
          record.truncate(RecordFile.RECORD_HEADER_SIZE);
        }
      }
      if (record.length() > RecordFile.RECORD_HEADER_SIZE) {
        file.append(record, 0);
        record.truncate(RecordFile.RECORD_HEADER_SIZE);
      }
      record.putVarint(hints.size()).putVarint(segment.file().end());
      file.append(record.putLong(segment.file().salt()), 1);
      file.sync();
    }
    vfs.delete(name);
    vfs.rename(newName, name);
  }

  /** The entries of a segment; null if the file is not there or not whole. */
  static @Nullable List<Hint> read(Vfs vfs, String storeName, Segment segment, long length) {
    String name = Manifest.hintName(storeName, segment.number());
    if (!vfs.exists(name)) {
      return null;
    }
    List<Hint> hints = new ArrayList<>();
    boolean[] isWhole = {false};
    try (RecordFile file = RecordFile.openToRead(vfs, name, KIND, segment.number())) {
      file.replay(
          RecordFile.HEADER_SIZE,
          RecordFile.HEADER_SIZE,
          false,
          (position, number, bytes, from, count) -> {
            if (number == 0) {
              readEntries(hints, bytes, from, count);
            } else {
              ByteBuilder end = new ByteBuilder(count);
              end.putVarint(hints.size()).putVarint(length).putLong(segment.file().salt());
              isWhole[0] = Arrays.equals(bytes, from, from + count, end.array(), 0, end.length());
            }
          });
    } catch (CorruptionException | FormatTooNewException e) {
      return null;
    }
    return isWhole[0] ? hints : null;
  }

  private static void readEntries(List<Hint> hints, byte[] bytes, int from, int count) {
    int at = from;
    while (at < from + count) {
      int keyLength = Varint.getInt(bytes, at);
      at += Varint.length(keyLength);
      byte[] key = Arrays.copyOfRange(bytes, at, at + keyLength);
      at += keyLength;
      long position = Varint.getLong(bytes, at);
      at += Varint.length(position);
      int length = Varint.getInt(bytes, at);
      at += Varint.length(length);
      hints.add(new Hint(key, position, length, bytes[at++] == 1));
    }
  }
}
