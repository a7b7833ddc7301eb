/**
 * How values are ordered whose bytes do not say it: intervals, arrays, {@code jsonb}. {@link
 * org.pydb.calcite.exec.order.BytesOrder} says which order a type has.
 */
@NullMarked
package org.pydb.calcite.exec.order;

import org.jspecify.annotations.NullMarked;
