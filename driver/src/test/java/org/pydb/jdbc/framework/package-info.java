/**
 * Other people's programs that take pydb for PostgreSQL: jOOQ's code generator and Hibernate's
 * schema tools.
 */
package org.pydb.jdbc.framework;
