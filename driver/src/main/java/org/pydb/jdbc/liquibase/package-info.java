/**
 * For Liquibase, which chooses what it knows of a database by the product's name. It finds {@link
 * org.pydb.jdbc.liquibase.PydbDatabase} by itself; nothing else of the driver needs Liquibase.
 */
@NullMarked
package org.pydb.jdbc.liquibase;

import org.jspecify.annotations.NullMarked;
