/**
 * Which part of an index a condition asks for.
 *
 * <p>Read {@link org.pydb.calcite.bounds.KeyBound} (what is asked of one column of a key), {@link
 * org.pydb.calcite.bounds.IndexBounds} (of a whole key) and {@link
 * org.pydb.calcite.bounds.IndexBoundsBuilder} (from a condition to there).
 */
@NullMarked
package org.pydb.calcite.bounds;

import org.jspecify.annotations.NullMarked;
