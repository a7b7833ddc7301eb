/**
 * Operators that outgrow their memory: rows go to temporary files in blocks of columns, and come
 * back part by part, in order ({@link org.pydb.calcite.exec.spill.SortedRuns}) or by the hash of
 * their key ({@link org.pydb.calcite.exec.spill.Partitions}).
 *
 * <p>Read {@link org.pydb.calcite.exec.spill.Workspace} first, then {@link
 * org.pydb.calcite.exec.spill.SpilledRows}; {@code BatchCodec} draws the bytes.
 */
@NullMarked
package org.pydb.calcite.exec.spill;

import org.jspecify.annotations.NullMarked;
