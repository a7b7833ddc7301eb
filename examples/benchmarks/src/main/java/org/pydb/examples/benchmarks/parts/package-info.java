/**
 * One workload over all parts that can be swapped: engines and indexes ({@link
 * org.pydb.examples.benchmarks.parts.EnginesRun}), writers that come at once, files, and policies
 * of eviction. Writes the figures of docs/parts.md.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.parts.PartsRun}, {@code DataSet}, {@code
 * CountingVfs}, {@code Trial}.
 */
@NullMarked
package org.pydb.examples.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
