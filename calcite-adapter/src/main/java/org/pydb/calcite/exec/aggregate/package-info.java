/**
 * Aggregate functions: what they give for which argument, and the accumulators that compute them
 * for many groups at once.
 *
 * <p>Read {@link org.pydb.calcite.exec.aggregate.AggregateFunction}, then {@link
 * org.pydb.calcite.exec.aggregate.Accumulator}.
 */
@NullMarked
package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.NullMarked;
