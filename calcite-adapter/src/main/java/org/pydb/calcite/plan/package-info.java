/**
 * Planning: from a statement to a plan that runs, which holds nothing of Calcite's.
 *
 * <p>Reading order: {@link org.pydb.calcite.plan.Planner}, the door; {@link
 * org.pydb.calcite.plan.Planning}, what is known of the statement on its way; {@link
 * org.pydb.calcite.plan.QueryPlanning}, {@link org.pydb.calcite.plan.InsertPlanning} and {@link
 * org.pydb.calcite.plan.ChangePlanning}, one for each kind of statement; {@link
 * org.pydb.calcite.plan.SimpleQuery}, the short way for short queries; {@link
 * org.pydb.calcite.plan.Optimizer}, from algebra to the best physical plan; {@link
 * org.pydb.calcite.plan.PlannedStatement}, what comes out.
 */
@NullMarked
package org.pydb.calcite.plan;

import org.jspecify.annotations.NullMarked;
