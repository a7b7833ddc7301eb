package org.pydb.engine.wal;

/**
 * A place between two frames: what a checkpoint keeps so that recovery knows where to begin.
 *
 * @param position where the next frame begins, or will begin
 * @param frame the number that this frame has, or will have
 */
public record LogPoint(long position, long frame) {

  /** Where the log of a new database begins. */
  public static final LogPoint ORIGIN = new LogPoint(0, 1);
}
