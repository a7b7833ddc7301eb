/**
 * Transactions over trees: snapshots, write sets, validation, and the pipeline that turns waiting
 * commits into durable versions. Knows keys and values, not rows.
 *
 * <p>Reading order: {@link org.pydb.engine.txn.Version}; {@link org.pydb.engine.txn.WriteSet};
 * {@link org.pydb.engine.txn.ReadView} and {@link org.pydb.engine.txn.ViewCursor}, which merge the
 * two; {@link org.pydb.engine.txn.ReadSet} and {@link org.pydb.engine.txn.TreeComparison}, how
 * conflicts are found; {@link org.pydb.engine.txn.TreeTransaction}; {@link
 * org.pydb.engine.txn.Redo} and {@code RedoParts}, {@link org.pydb.engine.txn.PartsReader}, for
 * what is too much for memory; {@link org.pydb.engine.txn.CommitPipeline}, {@code
 * PublishedVersions} and {@code BatchLog}; {@code LargeCommits}, {@code Rebase} and {@code
 * TreeDifference}, how large commits keep up with small ones.
 */
@NullMarked
package org.pydb.engine.txn;

import org.jspecify.annotations.NullMarked;
