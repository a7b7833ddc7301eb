/**
 * The write-ahead log: a stream of frames that is durable as far as it was synced, whatever a crash
 * does to the rest. What a frame's body means is its owner's matter.
 *
 * <p>Reading order: {@link org.pydb.engine.wal.WriteAheadLog} says what a log is and how it is
 * used; {@link org.pydb.engine.wal.SegmentHeader} and {@link org.pydb.engine.wal.FrameLayout} draw
 * its bytes; {@code LogWriter} lays frames into segments, {@code SegmentTable} and {@code
 * SegmentSupply} say which; {@link org.pydb.engine.wal.LogReader} finds where a log ends and tells
 * that from damage, and {@code LogRecovery} makes what it found a log that goes on.
 */
@NullMarked
package org.pydb.engine.wal;

import org.jspecify.annotations.NullMarked;
