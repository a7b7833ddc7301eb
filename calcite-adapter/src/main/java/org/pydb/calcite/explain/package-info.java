/**
 * Plans as people read them.
 *
 * <p>{@link org.pydb.calcite.explain.ExplainText} draws the tree, {@link
 * org.pydb.calcite.explain.ExpressionText} writes expressions as SQL.
 */
@NullMarked
package org.pydb.calcite.explain;

import org.jspecify.annotations.NullMarked;
