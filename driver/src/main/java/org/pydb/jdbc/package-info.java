/** The JDBC driver: {@code java.sql} on the statements, cursors and types of the adapter's api. */
@NullMarked
package org.pydb.jdbc;

import org.jspecify.annotations.NullMarked;
