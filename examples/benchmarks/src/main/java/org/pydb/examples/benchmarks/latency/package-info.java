/**
 * How long commits take while checkpoints run: not the middle one, but the slow ones.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.latency.LatencyRun}, {@link
 * org.pydb.examples.benchmarks.latency.Client}, {@link org.pydb.examples.benchmarks.latency.Line},
 * the others.
 */
@NullMarked
package org.pydb.examples.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
