/**
 * Functions and operators: which names a statement may call, and those that are our own because
 * Calcite's do not mean what PostgreSQL means.
 *
 * <p>Read {@link org.pydb.calcite.function.PydbOperatorTable} (all of them, by name), then {@link
 * org.pydb.calcite.function.PydbFunctions} (our own).
 */
@NullMarked
package org.pydb.calcite.function;

import org.jspecify.annotations.NullMarked;
