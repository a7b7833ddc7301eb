/**
 * Puts entries of trees in the order of their keys before they go in: random keys cost a search and
 * a page each, keys in order cost neither, and fill their pages.
 *
 * <p>Reading order: {@link org.pydb.engine.sort.EntryRun}, entries in memory; {@link
 * org.pydb.engine.sort.EntrySort}, more of them than memory holds; {@link
 * org.pydb.engine.sort.SpilledRun} and {@link org.pydb.engine.sort.MergedRuns}, its parts.
 */
@NullMarked
package org.pydb.engine.sort;

import org.jspecify.annotations.NullMarked;
