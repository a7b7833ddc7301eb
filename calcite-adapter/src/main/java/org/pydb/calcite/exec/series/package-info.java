/**
 * Functions that give rows, such as {@code generate_series}: what each of them makes of its
 * arguments.
 *
 * <p>Read {@link org.pydb.calcite.exec.series.RowMaker}, then {@link
 * org.pydb.calcite.exec.series.RowsFunction}.
 */
@NullMarked
package org.pydb.calcite.exec.series;

import org.jspecify.annotations.NullMarked;
