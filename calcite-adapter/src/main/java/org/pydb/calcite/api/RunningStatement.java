package org.pydb.calcite.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A statement that a session runs now, and how far it has come. Its figures grow while it runs.
 *
 * @param session whose, such as {@code connection 2}
 * @param sql what it runs
 * @param since when it began
 * @param rowsRead rows that its scans have read, each as often as it was
 * @param rowsExpected how many are to be read by the scans that have begun, as the planner expects
 *     it, without those that run for each row of others
 * @param spilledRows rows written to temporary files, each as often as it was
 * @param spilledBytes the bytes that they took there
 * @param rereadRows rows read in temporary files
 */
public record RunningStatement(
    String session,
    String sql,
    Instant since,
    long rowsRead,
    long rowsExpected,
    long spilledRows,
    long spilledBytes,
    long rereadRows) {

  /** The statement and its progress in words. */
  @Override
  public String toString() {
    return session
        + " for "
        + ChronoUnit.SECONDS.between(since, Instant.now())
        + " s: "
        + rowsRead
        + " of about "
        + Math.max(rowsRead, rowsExpected)
        + " rows read, "
        + spilledRows
        + " rows ("
        + spilledBytes
        + " bytes) written to temporary files, "
        + rereadRows
        + " read there: "
        + sql;
  }
}
