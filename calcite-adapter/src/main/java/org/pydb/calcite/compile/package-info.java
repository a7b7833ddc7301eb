/**
 * From a physical plan to plan nodes that run: the last step of planning, after which nothing of
 * Calcite's is left.
 *
 * <p>Read {@link org.pydb.calcite.compile.PlanCompiler} first, then {@link
 * org.pydb.calcite.compile.ScanCompiler} and {@link org.pydb.calcite.compile.KeyValue}.
 */
@NullMarked
package org.pydb.calcite.compile;

import org.jspecify.annotations.NullMarked;
