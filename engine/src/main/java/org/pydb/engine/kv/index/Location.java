package org.pydb.engine.kv.index;

/**
 * Where in the log the value of a key is.
 *
 * @param segment the number of the segment
 * @param position in the segment
 * @param length of the bytes there
 */
public record Location(long segment, long position, int length) {}
