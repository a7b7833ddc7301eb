/**
 * Result sets, forward only and read only, and what they say of their columns. From the base up:
 * {@link org.pydb.jdbc.result.ReadOnlyResultSet}, {@link org.pydb.jdbc.result.LabelledResultSet},
 * {@link org.pydb.jdbc.result.ColumnResultSet}, {@link org.pydb.jdbc.result.PydbResultSet}.
 */
@NullMarked
package org.pydb.jdbc.result;

import org.jspecify.annotations.NullMarked;
