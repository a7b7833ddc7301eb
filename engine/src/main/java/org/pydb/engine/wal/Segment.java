package org.pydb.engine.wal;

/**
 * A segment as it stands in the log's file.
 *
 * @param slot its place: it begins at {@code slot × segment size}
 * @param header what it says of itself
 */
public record Segment(int slot, SegmentHeader header) {

  /** The place in the file of a position of this segment. */
  public long offset(long position) {
    return (long) slot * header.segmentSize() + SegmentHeader.SIZE + position - header.start();
  }

  boolean holds(long position) {
    return header.start() <= position && position < header.end();
  }
}
