/**
 * All that the driver sees of SQL: databases, sessions, statements, results, errors. No Calcite
 * type crosses.
 *
 * <p>Reading order: {@link org.pydb.calcite.api.SqlDatabases}, {@link
 * org.pydb.calcite.api.SqlDatabase}, {@link org.pydb.calcite.api.SqlSession}, {@link
 * org.pydb.calcite.api.SqlStatement}, {@link org.pydb.calcite.api.SqlResult}.
 */
@NullMarked
package org.pydb.calcite.api;

import org.jspecify.annotations.NullMarked;
