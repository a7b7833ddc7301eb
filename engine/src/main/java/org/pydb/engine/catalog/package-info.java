/**
 * Which tables and indexes exist, kept as entries of a tree.
 *
 * <p>Reading order: {@link org.pydb.engine.catalog.Catalog}, {@link
 * org.pydb.engine.catalog.CatalogTree}, {@link org.pydb.engine.catalog.TableLayout}, {@link
 * org.pydb.engine.catalog.StatisticsTree}. How a definition looks as bytes is {@code
 * DefinitionCodec}'s matter.
 */
@NullMarked
package org.pydb.engine.catalog;

import org.jspecify.annotations.NullMarked;
