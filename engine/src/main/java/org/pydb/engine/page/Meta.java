package org.pydb.engine.page;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeyEnvelope;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;

/**
 * Where the newest checkpoint is. Two pages take turns, so that one of them is always whole; the
 * one with the higher sequence counts.
 *
 * <pre>
 * offset size  (after the page header)
 *     64    8  sequence: counts the writes of metas
 *     72    8  number of the checkpoint
 *     80    8  version that the checkpoint holds: the number of its last commit
 *     88   16  database id
 *    104    1  1 if the database was closed cleanly and needs no log, else 0
 *    105    3  zero
 *    108    4  the next tree id to give out
 *    112   12  pointer to the root of the tree of roots
 *    124    1  levels of the tree of roots
 *    125    3  zero
 *    128    8  entries of the tree of roots
 *    136   12  pointer to the first page of the free map directory
 *    148    4  zero
 *    152    8  pages of the file, counting from 0
 *    160    8  log position from which recovery replays
 *    168    8  number of the log frame that stands at that position
 *    176   84  of an encrypted file: its {@link KeyEnvelope}, should the file header be damaged
 *    260  252  zero
 *    512       room for named roots, zero: a version that finds more than zeros is too old for it
 * </pre>
 *
 * @param sequence counts the writes of metas
 * @param checkpoint number of the checkpoint
 * @param version number of the last commit that the checkpoint holds
 * @param databaseId the id that the file header gives
 * @param clean whether the database was closed cleanly
 * @param nextTreeId the next tree id to give out
 * @param roots root of the tree of roots
 * @param rootsLevels levels of the tree of roots
 * @param rootsEntries entries of the tree of roots
 * @param freeMap first page of the free map directory
 * @param pageCount pages of the file
 * @param logPosition from where recovery replays
 * @param logFrame number of the frame at that position
 */
public record Meta(
    long sequence,
    long checkpoint,
    long version,
    UUID databaseId,
    boolean clean,
    int nextTreeId,
    PagePointer roots,
    int rootsLevels,
    long rootsEntries,
    PagePointer freeMap,
    long pageCount,
    long logPosition,
    long logFrame) {

  /** The pages on which metas stand. */
  public static final long PAGE_A = 1;

  /** The second of them. */
  public static final long PAGE_B = 2;

  /** The first page that is free for anything else. */
  public static final long FIRST_DATA_PAGE = 3;

  static final int ENVELOPE = 176;
  private static final int DATABASE_ID = 88;

  /** This meta with another sequence and state. */
  public Meta with(long newSequence, boolean newClean) {
    return new Meta(
        newSequence,
        checkpoint,
        version,
        databaseId,
        newClean,
        nextTreeId,
        roots,
        rootsLevels,
        rootsEntries,
        freeMap,
        pageCount,
        logPosition,
        logFrame);
  }

  /** Writes this meta to the page that its sequence gives it. Not synced. */
  public void write(PageFile pages) {
    byte[] page = new byte[PageLayout.PAGE_SIZE];
    PageLayout.putHeader(page, 0, PageType.META, 0, 0, 0, 0);
    Bytes.putLong(page, 64, sequence);
    Bytes.putLong(page, 72, checkpoint);
    Bytes.putLong(page, 80, version);
    Bytes.putLong(page, DATABASE_ID, databaseId.getMostSignificantBits());
    Bytes.putLong(page, DATABASE_ID + 8, databaseId.getLeastSignificantBits());
    page[104] = (byte) (clean ? 1 : 0);
    Bytes.putInt(page, 108, nextTreeId);
    roots.put(page, 112);
    page[124] = (byte) rootsLevels;
    Bytes.putLong(page, 128, rootsEntries);
    freeMap.put(page, 136);
    Bytes.putLong(page, 152, pageCount);
    Bytes.putLong(page, 160, logPosition);
    Bytes.putLong(page, 168, logFrame);
    FileKeys keys = pages.keys();
    if (keys != null) {
      keys.envelope().put(page, ENVELOPE);
    }
    pages.write(sequence % 2 == 0 ? PAGE_A : PAGE_B, page, 1);
  }

  /**
   * Reads the meta with the higher sequence of those that are whole.
   *
   * @throws CorruptionException if neither is whole, or they are another database's
   */
  public static Meta readNewest(PageFile pages, FileHeader header) {
    Meta a = readOrNull(pages, PAGE_A);
    Meta b = readOrNull(pages, PAGE_B);
    if (a == null && b == null) {
      throw pages.corrupt(
          PAGE_A, "two damaged metas (pages 1 and 2)", "at least one whole; restore a backup");
    }
    Meta newest = a == null || (b != null && b.sequence > a.sequence) ? b : a;
    assert newest != null;
    if (!newest.databaseId.equals(header.databaseId())) {
      throw pages.corrupt(
          newest.sequence % 2 == 0 ? PAGE_A : PAGE_B,
          "the id of another database",
          "the id in the file header");
    }
    return newest;
  }

  /** Whether the page at this offset is empty, or a meta that stood there before any use. */
  static boolean isUnused(byte[] bytes, int at) {
    boolean isWhole =
        bytes[at + PageLayout.TYPE] == PageType.META.code()
            && PageLayout.storedChecksum(bytes, at) == PageLayout.checksum(bytes, at);
    return isWhole
        ? Bytes.getLong(bytes, at + 64) <= 1 && Bytes.getLong(bytes, at + 80) == 0
        : Bytes.isZero(bytes, at, at + PageLayout.PAGE_SIZE);
  }

  /** Reads one of the two, or null if it is damaged. */
  public static @Nullable Meta readOrNull(PageFile pages, long number) {
    byte[] page;
    try {
      page = pages.read(number, 0, PageType.META);
    } catch (CorruptionException e) {
      return null; // The other one decides; a torn flip is no damage.
    }
    int end = pages.keys() == null ? ENVELOPE : ENVELOPE + KeyEnvelope.SIZE;
    if (!Bytes.isZero(page, end, page.length)) {
      throw new FormatTooNewException(
          pages.description()
              + ": its meta page uses features that this pydb does not know. Upgrade pydb to open"
              + " it.");
    }
    return new Meta(
        Bytes.getLong(page, 64),
        Bytes.getLong(page, 72),
        Bytes.getLong(page, 80),
        databaseId(page),
        page[104] == 1,
        Bytes.getInt(page, 108),
        PagePointer.get(page, 112),
        page[124],
        Bytes.getLong(page, 128),
        PagePointer.get(page, 136),
        Bytes.getLong(page, 152),
        Bytes.getLong(page, 160),
        Bytes.getLong(page, 168));
  }

  /** The id of the database of which a page is a meta. */
  static UUID databaseId(byte[] page) {
    return new UUID(Bytes.getLong(page, DATABASE_ID), Bytes.getLong(page, DATABASE_ID + 8));
  }
}
