/**
 * Statements that differ in nothing but literals share one plan.
 *
 * <p>Reading order: {@link org.pydb.calcite.hoist.StatementShape}, a text cut at its literals
 * without parsing it, and why that is safe; {@link org.pydb.calcite.hoist.LiteralPlaces}, the
 * literals of a tree that may be hoisted, found again in the text by {@link
 * org.pydb.calcite.hoist.TextPlaces}; {@link org.pydb.calcite.hoist.Hoisting}, which puts a {@link
 * org.pydb.calcite.hoist.HoistedLiteral} in their place; {@link
 * org.pydb.calcite.hoist.LiteralValue}, from the text of a literal to the value that a plan runs
 * with.
 */
@NullMarked
package org.pydb.calcite.hoist;

import org.jspecify.annotations.NullMarked;
