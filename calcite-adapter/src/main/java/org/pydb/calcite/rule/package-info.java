/**
 * How logical expressions become better ones, and physical ones.
 *
 * <p>{@link org.pydb.calcite.rule.LogicalPhases} moves filters down and orders joins, {@link
 * org.pydb.calcite.rule.ScanFusion} gathers what is wanted of each table, {@link
 * org.pydb.calcite.rule.PhysicalRule} offers the steps that can compute an expression; the others
 * are its parts, one for each kind of expression. {@link org.pydb.calcite.rule.DirectPlan} does
 * without a search where nothing is joined; {@code OrderedPlan} and {@code ExtremumPlan} read the
 * first rows of an order.
 */
@NullMarked
package org.pydb.calcite.rule;

import org.jspecify.annotations.NullMarked;
