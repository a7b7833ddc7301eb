package org.pydb.engine.wal;

/** Is shown the frames of a log, in order. */
@FunctionalInterface
public interface FrameVisitor {

  /**
   * A frame.
   *
   * @param position where it begins
   * @param number its number, one more than that of the frame before it
   * @param kind what {@link WriteAheadLog#append} was told
   * @param body holds the body, from 0 to {@code length}; valid during the call, the rest is noise
   * @param length the length of the body
   */
  void frame(long position, long number, int kind, byte[] body, int length);
}
