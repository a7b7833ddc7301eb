package org.pydb.engine.vfs.layer;

import java.util.List;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Cuts each file into segments of equal size, for data sets that outgrow what one file may be on
 * their medium: {@code NAME}, {@code NAME.0001}, {@code NAME.0002} and so on. Thread-safe.
 *
 * <p>How many there are stands in the first one, so a segment that is missing is noticed and named,
 * be it the last. What a crash leaves of one more, or of those that a truncation has removed,
 * counts for nothing.
 */
public final class SegmentedVfs extends LayerVfs {

  /** The smallest segment. */
  public static final long SEGMENT_SIZE_MIN = 2L * SegmentHeader.SIZE;

  private final long segmentSize;

  /**
   * Segments on the files of another Vfs.
   *
   * @param segmentSize bytes of a segment of a file that is made; one that is there keeps its own
   */
  public SegmentedVfs(Vfs inner, long segmentSize) {
    super(inner);
    if (segmentSize < SEGMENT_SIZE_MIN || segmentSize % SegmentHeader.SIZE != 0) {
      throw new IllegalArgumentException(
          "segments of "
              + segmentSize
              + " bytes: a multiple of "
              + SegmentHeader.SIZE
              + " is needed, at least "
              + SEGMENT_SIZE_MIN);
    }
    this.segmentSize = segmentSize;
  }

  @Override
  VfsFile openBody(String name, OpenMode mode) {
    return SegmentedFile.open(inner(), name, mode, segmentSize);
  }

  /** {@inheritDoc} The first segment goes first: without it the others are nobody's. */
  @Override
  public void delete(String name) {
    forget(name);
    List<String> others = SegmentedFile.others(inner(), name);
    inner().delete(name);
    others.forEach(inner()::delete);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first segment goes last, and knows both names until then: so whenever a crash comes, the
   * file is whole under one of them.
   */
  @Override
  public void rename(String name, String newName) {
    if (!inner().exists(name) || inner().exists(newName)) {
      inner().rename(name, newName); // which says what is wrong
      return;
    }
    if (!SegmentHeader.fits(newName)) {
      throw new StorageException(
          "rename to " + newName + " of " + describe(name) + " failed: the name is too long");
    }
    SegmentedFile.moveOthers(inner(), name, newName);
    inner().rename(name, newName);
  }
}
