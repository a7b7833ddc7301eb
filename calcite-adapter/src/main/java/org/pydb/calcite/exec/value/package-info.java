/**
 * What single values mean, as PostgreSQL understands them: the calendar, time zones, decimals,
 * doubles. Static methods on primitives; no vectors, no SQL.
 */
@NullMarked
package org.pydb.calcite.exec.value;

import org.jspecify.annotations.NullMarked;
