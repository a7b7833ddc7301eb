/**
 * Room on the disk for what a query cannot keep in memory: streams of blocks, written once, read
 * from their beginning as often as wanted, and gone when they are closed. Nothing here survives a
 * crash, nor is any of it ever synced.
 *
 * <p>Read {@link org.pydb.engine.spill.SpillSpace}, then {@link org.pydb.engine.spill.SpillStream}.
 */
@NullMarked
package org.pydb.engine.spill;

import org.jspecify.annotations.NullMarked;
