package org.pydb.engine.page;

import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeyEnvelope;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.FormatTooOldException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.vfs.VfsFile;

/**
 * The first page of a file: that it is ours, and which format the rest is in. Written once, when
 * the database is made, after everything else.
 *
 * <pre>
 * offset size
 *      0    8  magic: 'p' 'y' 'd' 'b' 0D 0A 1A 0A (a transfer as text would break it)
 *      8    4  format version
 *     12    4  page size
 *     16   16  database id, random
 *     32    8  when it was made, milliseconds since 1970 UTC
 *     40   84  of an encrypted file: its {@link KeyEnvelope}, which the metas repeat
 *    124       zero; a later format that older versions cannot read may use it
 *   8188    4  CRC32C of bytes 0 to 8187
 * </pre>
 *
 * @param databaseId random; metas and log repeat it
 * @param createdMillis when the database was made
 * @param envelope holds the key of an encrypted file; null for a plain one
 */
public record FileHeader(UUID databaseId, long createdMillis, @Nullable KeyEnvelope envelope) {

  /** The format that this version writes and reads. */
  public static final int FORMAT_VERSION = 1;

  private static final long MAGIC = 0x70796462_0D0A1A0AL;
  private static final int ENVELOPE = 40;
  private static final int ENVELOPE_END = ENVELOPE + KeyEnvelope.SIZE;
  private static final int CRC_OFFSET = PageLayout.PAGE_SIZE - 4;

  /** Writes the first page. */
  public void write(PageFile pages) {
    byte[] page = new byte[PageLayout.PAGE_SIZE];
    Bytes.putLong(page, 0, MAGIC);
    Bytes.putInt(page, 8, FORMAT_VERSION);
    Bytes.putInt(page, 12, PageLayout.PAGE_SIZE);
    Bytes.putLong(page, 16, databaseId.getMostSignificantBits());
    Bytes.putLong(page, 24, databaseId.getLeastSignificantBits());
    Bytes.putLong(page, 32, createdMillis);
    if (envelope != null) {
      envelope.put(page, ENVELOPE);
    }
    Bytes.putInt(page, CRC_OFFSET, Crc32c.of(page, 0, CRC_OFFSET));
    pages.file().write(0, page, 0, page.length);
  }

  /**
   * Reads and judges the first page.
   *
   * @throws NotADatabaseException if the file holds nothing yet, or is somebody else's
   * @throws FormatTooNewException if a newer version wrote it
   * @throws CorruptionException if it was ours and is damaged
   */
  public static FileHeader read(PageFile pages) {
    byte[] page = new byte[PageLayout.PAGE_SIZE];
    VfsFile file = pages.file();
    int count = file.read(0, page, 0, page.length);
    String where = pages.description();
    if (isBlank(pages)) {
      throw new NotADatabaseException(
          where
              + ": holds no database yet (it is empty, or the making of one was cut off). Open it"
              + " with open=create to make one in it.");
    }
    if (count < 8 || Bytes.getLong(page, 0) != MAGIC) {
      throw new NotADatabaseException(
          where
              + ": not a pydb database (its first bytes are not pydb's). It was left untouched;"
              + " name another file, or move this one away to make a database here.");
    }
    int version = Bytes.getInt(page, 8);
    boolean intact =
        count == page.length && Bytes.getInt(page, CRC_OFFSET) == Crc32c.of(page, 0, CRC_OFFSET);
    if (intact && version > FORMAT_VERSION) {
      throw new FormatTooNewException(
          where
              + ": has format "
              + version
              + ", this pydb reads up to "
              + FORMAT_VERSION
              + ". Upgrade pydb to open it.");
    }
    if (intact && version < FORMAT_VERSION) {
      throw new FormatTooOldException(
          where + ": has format " + version + ", this pydb reads from " + FORMAT_VERSION + ".");
    }
    if (intact && !Bytes.isZero(page, ENVELOPE_END, CRC_OFFSET)) {
      throw new FormatTooNewException(
          where + ": uses features that this pydb does not know. Upgrade pydb to open it.");
    }
    if (!intact || Bytes.getInt(page, 12) != PageLayout.PAGE_SIZE) {
      throw pages.corrupt(0, "a damaged file header", "the checksum of its bytes");
    }
    return new FileHeader(
        new UUID(Bytes.getLong(page, 16), Bytes.getLong(page, 24)),
        Bytes.getLong(page, 32),
        KeyEnvelope.get(page, ENVELOPE));
  }

  /**
   * The pages of the file, readable with its key.
   *
   * @param chance gives 64 random bits that nobody can guess
   * @throws org.pydb.engine.error.KeyException if the key is wrong, missing, or one too many
   */
  public PageFile unlock(PageFile pages, KeySource source, LongSupplier chance) {
    return pages.with(FileKeys.open(envelope, source, databaseId, chance, pages.description()));
  }

  /**
   * The header of a file of which the header is damaged, by what the metas repeat of it.
   *
   * @return null if they are damaged as well
   */
  public static @Nullable FileHeader ofMetas(PageFile pages) {
    for (long number : new long[] {Meta.PAGE_A, Meta.PAGE_B}) {
      try {
        byte[] page = pages.read(number, 0, PageType.META);
        return new FileHeader(Meta.databaseId(page), 0, KeyEnvelope.get(page, Meta.ENVELOPE));
      } catch (CorruptionException e) {
        // The other one may be whole.
      }
    }
    return null;
  }

  /**
   * Whether the file holds nothing: it is empty, or the making of a database was cut off. Then some
   * sectors of the header, the last step, may be there, and of the metas before it; but nothing
   * else is, and nobody has ever used the database.
   */
  public static boolean isBlank(PageFile pages) {
    VfsFile file = pages.file();
    byte[] bytes = new byte[(int) (Meta.FIRST_DATA_PAGE * PageLayout.PAGE_SIZE)];
    if (file.size() > bytes.length) {
      return false;
    }
    file.read(0, bytes, 0, bytes.length);
    long magic = Bytes.getLong(bytes, 0);
    boolean isHeaderWhole = Bytes.getInt(bytes, CRC_OFFSET) == Crc32c.of(bytes, 0, CRC_OFFSET);
    return (magic == 0 || (magic == MAGIC && !isHeaderWhole))
        && Bytes.isZero(bytes, magic == 0 ? ENVELOPE : ENVELOPE_END, CRC_OFFSET)
        && Meta.isUnused(bytes, (int) Meta.PAGE_A * PageLayout.PAGE_SIZE)
        && Meta.isUnused(bytes, (int) Meta.PAGE_B * PageLayout.PAGE_SIZE);
  }
}
