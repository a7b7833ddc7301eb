/**
 * What is known about the contents of tables: how it is gathered from a sample, kept as bytes, and
 * asked for the share of rows that have some value.
 *
 * <p>Values are keys of the engine ({@link org.pydb.calcite.statistics.ValueKey}): bytes whose
 * order is SQL's, so that nothing here depends on types.
 *
 * <p>Reading order: {@link org.pydb.calcite.statistics.TableProfile}; {@link
 * org.pydb.calcite.statistics.ColumnStatistics}, what is asked; {@link
 * org.pydb.calcite.statistics.TableAnalysis} and {@code ColumnSample}, how it comes about; {@code
 * ProfileCodec}.
 */
@NullMarked
package org.pydb.calcite.statistics;

import org.jspecify.annotations.NullMarked;
