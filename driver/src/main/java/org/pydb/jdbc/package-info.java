/**
 * The JDBC driver: {@code java.sql} on the statements, cursors and types of the adapter's api.
 *
 * <p>Reading order: {@link org.pydb.jdbc.PydbDriver}, then the packages {@code url}, {@code
 * registry}, {@code session}, {@code connection}, {@code statement}, {@code bind}, {@code result},
 * {@code value}, {@code metadata}.
 */
@NullMarked
package org.pydb.jdbc;

import org.jspecify.annotations.NullMarked;
