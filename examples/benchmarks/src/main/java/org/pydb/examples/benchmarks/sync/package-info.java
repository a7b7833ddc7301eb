/**
 * How often each database really syncs when it commits: counted from outside, by {@code strace}.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.sync.SyncCount}, {@link
 * org.pydb.examples.benchmarks.sync.Trace}, {@link
 * org.pydb.examples.benchmarks.sync.CommittingChild}.
 */
@NullMarked
package org.pydb.examples.benchmarks.sync;

import org.jspecify.annotations.NullMarked;
