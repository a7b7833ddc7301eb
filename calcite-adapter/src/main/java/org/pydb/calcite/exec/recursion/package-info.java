/**
 * {@code WITH RECURSIVE}: a step that runs again and again, each time over the rows that it has
 * found the time before.
 *
 * <pre>
 *   {@link org.pydb.calcite.exec.recursion.RecursionNode}
 *     seed                      gives the first rows
 *     step                      runs once a round
 *       …
 *         {@link org.pydb.calcite.exec.recursion.WorkingTableNode}      reads the round before in a {@link
 *                               org.pydb.calcite.exec.spill.WorkingRows}
 * </pre>
 *
 * <p>Read {@link org.pydb.calcite.exec.recursion.RecursionNode} first, then {@code NewRows}, which
 * knows what was found before.
 */
@NullMarked
package org.pydb.calcite.exec.recursion;

import org.jspecify.annotations.NullMarked;
