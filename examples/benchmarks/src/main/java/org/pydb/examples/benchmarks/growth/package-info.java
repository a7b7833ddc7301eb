/**
 * How costs grow with the number of rows, of updates and of tables.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.growth.GrowthRun}, the others.
 */
@NullMarked
package org.pydb.examples.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
