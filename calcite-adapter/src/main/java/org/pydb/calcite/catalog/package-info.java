/**
 * The catalog as planning sees it: tables by name along the search path, their columns, keys and
 * sizes, in the form in which Calcite's validator and converter ask for them.
 *
 * <p>Read {@link org.pydb.calcite.catalog.Catalog} (what planning asks for), {@link
 * org.pydb.calcite.catalog.PydbTable} (one table as Calcite sees it; {@code PydbRelation} has what
 * it shares with views and kept rows), {@link org.pydb.calcite.catalog.CatalogTables} (the tables
 * of one catalog, made once) and {@link org.pydb.calcite.catalog.PydbCatalogReader} (names to
 * tables, for one statement).
 */
@NullMarked
package org.pydb.calcite.catalog;

import org.jspecify.annotations.NullMarked;
