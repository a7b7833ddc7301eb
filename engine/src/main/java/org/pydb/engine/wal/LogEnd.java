package org.pydb.engine.wal;

/**
 * Where a log ends, as far as its file tells.
 *
 * @param end behind the last frame
 * @param tail before the first frame that is not known to have been synced; as {@code end} if there
 *     is none
 * @param synced up to where the log is known to have been synced
 */
public record LogEnd(LogPoint end, LogPoint tail, long synced) {}
