/**
 * How long the first statement takes in a new JVM, and where that time goes.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.start.StartRun}, {@link
 * org.pydb.examples.benchmarks.start.StartChild}, the others.
 */
@NullMarked
package org.pydb.examples.benchmarks.start;

import org.jspecify.annotations.NullMarked;
