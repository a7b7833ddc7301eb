/**
 * How things are measured beside each other: in rounds that take turns, with medians and spread.
 *
 * <p>Reading order: {@link org.pydb.examples.benchmarks.measure.Contestant}, {@link
 * org.pydb.examples.benchmarks.measure.Rounds}, {@link
 * org.pydb.examples.benchmarks.measure.Series}.
 */
@NullMarked
package org.pydb.examples.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
