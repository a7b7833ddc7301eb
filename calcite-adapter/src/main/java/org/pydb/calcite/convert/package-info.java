/**
 * From a validated query to relational algebra, and from sub-queries to joins.
 *
 * <p>Read {@link org.pydb.calcite.convert.QueryConverter} first, then {@link
 * org.pydb.calcite.convert.Decorrelation}.
 */
@NullMarked
package org.pydb.calcite.convert;

import org.jspecify.annotations.NullMarked;
