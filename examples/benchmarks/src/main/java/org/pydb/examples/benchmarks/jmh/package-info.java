/**
 * pydb alone, by JMH: for those who change it and want to see by how much. Profilers work here:
 * {@code -Dbenchmark.profiler=gc}, {@code stack}, {@code jfr}.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.jmh.EngineReads}, {@link
 * org.pydb.examples.benchmarks.jmh.JdbcReads}, {@link
 * org.pydb.examples.benchmarks.jmh.JdbcInserts}, {@link org.pydb.examples.benchmarks.jmh.JmhRun}.
 */
@NullMarked
package org.pydb.examples.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
