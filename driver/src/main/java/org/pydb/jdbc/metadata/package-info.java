/**
 * {@code java.sql.DatabaseMetaData}: what pydb is and can, and what is in a database.
 *
 * <p>Whoever browses sees one consistent catalog a call; no row of a table is read. Each answer is
 * made whole in memory, in the columns and the order that JDBC asks for, and handed out as an
 * ordinary result set.
 *
 * <p>Reading order: {@link org.pydb.jdbc.metadata.MetaDataSource}, what a connection gives to its
 * metadata; {@link org.pydb.jdbc.metadata.PydbDatabaseMetaData}, the calls that browse; {@link
 * org.pydb.jdbc.metadata.Shape} and {@link org.pydb.jdbc.metadata.Answer}, what they are made of;
 * then the facts: {@link org.pydb.jdbc.metadata.Product}, {@link org.pydb.jdbc.metadata.Limits},
 * {@link org.pydb.jdbc.metadata.Grammar} and {@link org.pydb.jdbc.metadata.Support}.
 */
@NullMarked
package org.pydb.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
