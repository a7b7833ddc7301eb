/**
 * Which share of a table's rows meets a condition.
 *
 * <p>Reading order: {@link org.pydb.calcite.estimate.ColumnEstimate}, one column beside one value;
 * {@link org.pydb.calcite.estimate.Selectivity}, conditions; {@link
 * org.pydb.calcite.estimate.ScanEstimate}, which looks into indexes as well.
 */
@NullMarked
package org.pydb.calcite.estimate;

import org.jspecify.annotations.NullMarked;
