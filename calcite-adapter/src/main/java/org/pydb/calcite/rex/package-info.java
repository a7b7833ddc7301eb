/**
 * Row expressions: between Calcite's {@code RexNode} and the expressions that run.
 *
 * <p>Read {@link org.pydb.calcite.rex.ExpressionCompiler} first (from one to the other); then
 * {@link org.pydb.calcite.rex.LiteralValues} (constants, both ways), {@link
 * org.pydb.calcite.rex.PydbRexBuilder} and {@link org.pydb.calcite.rex.PydbRexExecutor} (constants
 * are folded by our own expressions, so that they mean the same before and during execution).
 */
@NullMarked
package org.pydb.calcite.rex;

import org.jspecify.annotations.NullMarked;
