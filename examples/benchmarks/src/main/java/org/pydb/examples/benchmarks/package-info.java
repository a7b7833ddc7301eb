/**
 * Measurements of pydb, alone and beside its peers; their tables are in docs/performance.md and
 * docs/parts.md.
 *
 * <p>{@link org.pydb.examples.benchmarks.Benchmarks} is the program. Reading order of the packages:
 * {@code measure}, {@code peer}, {@code workload}, {@code report}; then {@code tpch}, {@code
 * bloat}, {@code start}, {@code sync}, {@code latency} and {@code recovery}, each a measurement of
 * its own kind, {@code parts} without SQL, and {@code jmh}.
 */
@NullMarked
package org.pydb.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
