/**
 * Planning: from a statement to a plan that runs, which holds nothing of Calcite's.
 *
 * <p>Read {@link org.pydb.calcite.plan.Optimizer} (algebra to the best physical plan).
 */
@NullMarked
package org.pydb.calcite.plan;

import org.jspecify.annotations.NullMarked;
