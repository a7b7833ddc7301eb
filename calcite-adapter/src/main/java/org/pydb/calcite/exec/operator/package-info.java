/**
 * Operators that pull batches of rows from each other, and the plans that make them.
 *
 * <p>Read {@link org.pydb.calcite.exec.operator.PlanNode} and {@link
 * org.pydb.calcite.exec.operator.Operator} first, then {@link
 * org.pydb.calcite.exec.operator.ExecutionContext}. Each operator stands in a file with its node.
 */
@NullMarked
package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.NullMarked;
