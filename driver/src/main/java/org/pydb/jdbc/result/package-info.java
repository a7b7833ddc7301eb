/**
 * Result sets, and what they say of their columns. From the base up: {@link
 * org.pydb.jdbc.result.UpdaterResultSet}, {@link org.pydb.jdbc.result.ReadOnlyResultSet}, {@link
 * org.pydb.jdbc.result.LabelledResultSet}, {@link org.pydb.jdbc.result.ColumnResultSet}, and {@link
 * org.pydb.jdbc.result.PydbResultSet}, which goes forward and is read only. {@link
 * org.pydb.jdbc.result.ScrollableResultSet} and {@link org.pydb.jdbc.result.UpdatableResultSet} do
 * more, with rows that are kept.
 */
@NullMarked
package org.pydb.jdbc.result;

import org.jspecify.annotations.NullMarked;
