/**
 * For Hibernate, which chooses its dialect by the product's name: {@link
 * org.pydb.jdbc.hibernate.PydbDialect} is the one for PostgreSQL but for what pydb does in other
 * ways. Hibernate finds it by itself; nothing else of the driver needs Hibernate.
 */
@NullMarked
package org.pydb.jdbc.hibernate;

import org.jspecify.annotations.NullMarked;
