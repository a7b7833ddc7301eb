package org.pydb.calcite.service;

import java.util.List;

/**
 * What a database's plan cache holds and how it has done since the database was opened.
 *
 * @param plans how many plans are kept
 * @param bytes what they take, estimated
 * @param bytesMax what they may take
 * @param hits how many statements found their plan
 * @param misses how many statements were planned, or failed on the way
 * @param evictions how many plans made room for others
 */
record PlanCacheFigures(
    long plans, long bytes, long bytesMax, long hits, long misses, long evictions) {

  /** The figures as SHOW gives them. */
  List<String> lines() {
    return List.of(
        "plans " + plans,
        "bytes " + bytes,
        "bytes_max " + bytesMax,
        "hits " + hits,
        "misses " + misses,
        "evictions " + evictions);
  }
}
