/**
 * Connections. Reading order: {@code SessionConnection}, {@link
 * org.pydb.jdbc.connection.PydbConnection}, {@link org.pydb.jdbc.connection.PydbSavepoint}.
 */
@NullMarked
package org.pydb.jdbc.connection;

import org.jspecify.annotations.NullMarked;
