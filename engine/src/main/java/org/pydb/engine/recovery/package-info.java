/**
 * Checkpoints, and what opening a file after a crash does with them and the log.
 *
 * <p>Reading order: {@link org.pydb.engine.recovery.Checkpointer}, {@link
 * org.pydb.engine.recovery.RootsTree}, {@link org.pydb.engine.recovery.Replay}, {@link
 * org.pydb.engine.recovery.TreeChanges}, {@link org.pydb.engine.recovery.LeafReadAhead}.
 */
@NullMarked
package org.pydb.engine.recovery;

import org.jspecify.annotations.NullMarked;
