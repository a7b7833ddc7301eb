/**
 * Rows, keys and index entries as bytes. Knows nothing of pages or trees: a tree stores a key and a
 * value, and this package says what stands in them.
 *
 * <p>Read {@link org.pydb.engine.row.KeyFormat} for keys (with {@link
 * org.pydb.engine.row.KeyEncoder} and {@link org.pydb.engine.row.KeyDecoder}), then {@link
 * org.pydb.engine.row.RowLayout} for rows. {@link org.pydb.engine.row.RowBuilder} writes a row,
 * {@link org.pydb.engine.row.RowView} reads one, {@link org.pydb.engine.row.RowBatch} reads columns
 * of many. {@link org.pydb.engine.row.IndexLayout} says what an index holds of a row.
 *
 * <p>Kinds of values are coded one class each: the {@code Ordered…} classes for keys, {@code
 * RowNumeric} and {@code ScaledDecimal} for rows.
 */
@NullMarked
package org.pydb.engine.row;

import org.jspecify.annotations.NullMarked;
