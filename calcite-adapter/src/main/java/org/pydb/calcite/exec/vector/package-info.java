/**
 * Columns of values in typed arrays, and batches of them: what all operators exchange.
 *
 * <p>Read {@link org.pydb.calcite.exec.vector.Batch} first, then {@link
 * org.pydb.calcite.exec.vector.Vector} and its four kinds: {@link
 * org.pydb.calcite.exec.vector.LongVector}, {@link org.pydb.calcite.exec.vector.DoubleVector},
 * {@link org.pydb.calcite.exec.vector.DecimalVector} and {@link
 * org.pydb.calcite.exec.vector.BytesVector}. {@link org.pydb.calcite.exec.vector.Selection} says
 * which rows of a batch count.
 */
@NullMarked
package org.pydb.calcite.exec.vector;

import org.jspecify.annotations.NullMarked;
