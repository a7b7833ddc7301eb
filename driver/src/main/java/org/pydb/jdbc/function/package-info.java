/**
 * Functions that an application brings, for its SQL to call: {@link
 * org.pydb.jdbc.function.ScalarFunction}, {@link org.pydb.jdbc.function.AggregateFunction}.
 */
@NullMarked
package org.pydb.jdbc.function;

import org.jspecify.annotations.NullMarked;
