/**
 * For Flyway, which chooses what it knows of a database by the URL: {@code jdbc:pydb:}. Flyway
 * finds {@link org.pydb.jdbc.flyway.PydbDatabaseType} by itself; nothing else of the driver needs
 * Flyway.
 */
@NullMarked
package org.pydb.jdbc.flyway;

import org.jspecify.annotations.NullMarked;
