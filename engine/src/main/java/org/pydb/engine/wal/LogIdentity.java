package org.pydb.engine.wal;

import java.util.UUID;

/**
 * What all segments of a log have in common that one life of the log writes.
 *
 * @param databaseId the database to which the log belongs
 * @param segmentSize bytes of a segment
 * @param incarnation counts the recoveries
 */
record LogIdentity(UUID databaseId, int segmentSize, int incarnation) {

  /** The header of a segment. */
  SegmentHeader header(long sequence, long previousEnd, long synced) {
    return new SegmentHeader(segmentSize, databaseId, sequence, previousEnd, synced, incarnation);
  }
}
