package org.pydb.engine.kv.lsm;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.SaltedCrc;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * A sorted run: a file of entries that never changes. Its filter and the index of its blocks are in
 * memory. Thread-safe.
 */
final class Run implements AutoCloseable {
  private final FileEntry entry;
  private final VfsFile file;
  private final String place;
  private final BlockCache cache;
  private final long salt;
  private final BloomFilter filter;

  /** Of each block its last key, its position and its length. */
  private final byte[][] lastKeys;

  private final long[] positions;
  private final int[] lengths;

  private Run(
      FileEntry entry, VfsFile file, String place, BlockCache cache, byte[] footer, long at) {
    this.entry = entry;
    this.file = file;
    this.place = place;
    this.cache = cache;
    salt = Bytes.getLong(footer, 24);
    checkFooter(footer, at);
    long filterAt = Bytes.getLong(footer, 32);
    int filterLength = Bytes.getInt(footer, 40);
    filter = new BloomFilter(Arrays.copyOf(read(filterAt, filterLength), filterLength));
    int indexLength = Bytes.getInt(footer, 44);
    byte[] index = read(filterAt + filterLength + Integer.BYTES, indexLength);
    int count = countBlocks(index, indexLength);
    lastKeys = new byte[count][];
    positions = new long[count];
    lengths = new int[count];
    readIndex(index);
  }

  /** Opens a run that the manifest names. */
  static Run open(EngineContext context, FileEntry entry, BlockCache cache) {
    Vfs vfs = context.vfs();
    String name = Manifest.fileName(context.name(), entry);
    String place = vfs.describe(name);
    if (!vfs.exists(name)) {
      throw new CorruptionException(place + " is missing; bring it back from a backup");
    }
    VfsFile file = vfs.open(name, OpenMode.READ);
    try {
      byte[] footer = new byte[RunWriter.FOOTER_SIZE];
      long at = entry.length() - RunWriter.FOOTER_SIZE;
      if (file.size() != entry.length()
          || file.read(at, footer, 0, footer.length) < footer.length) {
        throw new CorruptionException(
            place + " is damaged: it has " + file.size() + " bytes, expected " + entry.length());
      }
      return new Run(entry, file, place, cache, footer, at);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private void checkFooter(byte[] footer, long at) {
    boolean isWhole =
        Bytes.getInt(footer, RunWriter.FOOTER_CRC_AT)
                == SaltedCrc.of(salt, at, footer, 0, RunWriter.FOOTER_CRC_AT)
            && Arrays.equals(footer, 0, 8, RunWriter.MAGIC, 0, 8)
            && Bytes.getShort(footer, 8) == RunWriter.VERSION
            && Bytes.getLong(footer, 16) == entry.number();
    if (!isWhole) {
      throw damaged(at);
    }
  }

  private CorruptionException damaged(long at) {
    return new CorruptionException(
        place + " is damaged at position " + at + ": what stands there has a wrong checksum");
  }

  /** Reads and checks a block; behind it, in what is returned, stands its checksum. */
  private byte[] read(long position, int length) {
    if (length < 0 || length > entry.length()) {
      throw damaged(position);
    }
    byte[] bytes = new byte[length + Integer.BYTES];
    int count = file.read(position, bytes, 0, bytes.length);
    if (count < bytes.length
        || Bytes.getInt(bytes, length) != SaltedCrc.of(salt, position, bytes, 0, length)) {
      throw damaged(position);
    }
    return bytes;
  }

  private static int countBlocks(byte[] index, int length) {
    int count = 0;
    int at = 0;
    while (at < length) {
      int keyLength = Varint.getInt(index, at);
      at += Varint.length(keyLength) + keyLength;
      at += Varint.length(Varint.getLong(index, at));
      at += Varint.length(Varint.getInt(index, at));
      count++;
    }
    return count;
  }

  private void readIndex(byte[] index) {
    int at = 0;
    for (int i = 0; i < lastKeys.length; i++) {
      int keyLength = Varint.getInt(index, at);
      at += Varint.length(keyLength);
      lastKeys[i] = Arrays.copyOfRange(index, at, at + keyLength);
      at += keyLength;
      positions[i] = Varint.getLong(index, at);
      at += Varint.length(positions[i]);
      lengths[i] = Varint.getInt(index, at);
      at += Varint.length(lengths[i]);
    }
  }

  /** How it stands in the manifest. */
  FileEntry entry() {
    return entry;
  }

  /** Whether it may have keys of a range. */
  boolean overlaps(KeyRange range) {
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    return (lower == null || Arrays.compareUnsigned(entry.upper(), lower) >= 0)
        && (upper == null || Arrays.compareUnsigned(entry.lower(), upper) < 0);
  }

  /** What a key is here; null if this does not know it. */
  @Nullable Found find(byte[] key) {
    if (Arrays.compareUnsigned(key, entry.lower()) < 0
        || Arrays.compareUnsigned(key, entry.upper()) > 0
        || !filter.mayHold(key)) {
      return null;
    }
    Block block = block(ceilingBlock(key));
    int at = block.ceiling(key);
    return at < block.size() && Arrays.equals(block.key(at), key)
        ? new Found(block.value(at))
        : null;
  }

  /** The first block that may have keys that are not less. */
  private int ceilingBlock(byte[] key) {
    int found = Arrays.binarySearch(lastKeys, key, Arrays::compareUnsigned);
    return found < 0 ? -1 - found : found;
  }

  private Block block(int i) {
    return cache.get(
        entry.number(), i, () -> new Block(read(positions[i], lengths[i]), lengths[i]));
  }

  /** Reads all blocks, and notes what is wrong with them. */
  void verify(Verification verification) {
    byte[] last = null;
    long end = 0;
    for (int i = 0; i < lastKeys.length; i++) {
      if (positions[i] != end) {
        verification.found(wrong(end, "there is a gap before the block at " + positions[i]));
      }
      end = positions[i] + lengths[i] + Integer.BYTES;
      Block block = wholeBlock(i, verification);
      if (block != null) {
        verify(i, block, last, verification);
      }
      last = lastKeys[i];
    }
    if (last == null || !Arrays.equals(last, entry.upper())) {
      verification.found(wrong(end, "its last key is not the one that the manifest names"));
    }
  }

  private @Nullable Block wholeBlock(int i, Verification verification) {
    try {
      return new Block(read(positions[i], lengths[i]), lengths[i]);
    } catch (CorruptionException e) {
      verification.found(e);
      return null;
    } finally {
      verification.checked(lengths[i]);
    }
  }

  private void verify(int i, Block block, byte @Nullable [] keyBefore, Verification verification) {
    byte[] last = keyBefore;
    for (int n = 0; n < block.size(); n++) {
      byte[] key = block.key(n);
      if (last == null ? !Arrays.equals(key, entry.lower()) : compare(last, key) >= 0) {
        verification.found(wrong(positions[i], "key " + n + " of the block is out of order"));
      }
      if (!filter.mayHold(key)) {
        verification.found(wrong(positions[i], "the filter denies key " + n + " of the block"));
      }
      last = key;
    }
    if (last == null || !Arrays.equals(last, lastKeys[i])) {
      verification.found(wrong(positions[i], "the index names another last key of the block"));
    }
  }

  private static int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }

  private String wrong(long at, String what) {
    return place + " is damaged at position " + at + ": " + what;
  }

  /** The entries of a range. */
  SortedCursor cursor(KeyRange range, boolean backward) {
    return new Cursor(range, backward);
  }

  private final class Cursor implements SortedCursor {
    private final KeyRange range;
    private final boolean backward;
    private int blockIndex;
    private @Nullable Block block;

    /** The entry in the block. */
    private int at;

    Cursor(KeyRange range, boolean backward) {
      this.range = range;
      this.backward = backward;
      byte[] bound = backward ? range.upper() : range.lower();
      blockIndex = bound == null ? (backward ? lastKeys.length : 0) : ceilingBlock(bound);
      if (blockIndex < lastKeys.length) {
        Block first = block(blockIndex);
        block = first;
        int start = bound == null ? 0 : first.ceiling(bound);
        at = backward ? start : start - 1;
      }
    }

    @Override
    public boolean next() {
      at += backward ? -1 : 1;
      while (block == null || at < 0 || at >= block.size()) {
        blockIndex += backward ? -1 : 1;
        if (blockIndex < 0 || blockIndex >= lastKeys.length) {
          return false;
        }
        Block next = block(blockIndex);
        block = next;
        at = backward ? next.size() - 1 : 0;
      }
      return !range.isBehind(block.key(at), backward);
    }

    private Block current() {
      Block current = block;
      if (current == null) {
        throw new NoSuchElementException("the cursor stands at no entry");
      }
      return current;
    }

    @Override
    public byte[] key() {
      return current().key(at);
    }

    @Override
    public byte @Nullable [] value() {
      return current().value(at);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
