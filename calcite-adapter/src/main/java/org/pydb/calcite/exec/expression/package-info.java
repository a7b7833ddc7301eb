/**
 * Expressions over batches of rows, with PostgreSQL's semantics.
 *
 * <p>{@link org.pydb.calcite.exec.expression.Expressions} makes them, {@link
 * org.pydb.calcite.exec.expression.ScalarFunction} lists the functions. An {@link
 * org.pydb.calcite.exec.expression.Expression} describes and is shared; its {@link
 * org.pydb.calcite.exec.expression.Evaluator} computes and belongs to one execution.
 */
@NullMarked
package org.pydb.calcite.exec.expression;

import org.jspecify.annotations.NullMarked;
