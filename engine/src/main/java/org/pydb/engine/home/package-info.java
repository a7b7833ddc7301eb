/**
 * Trees that other engines keep than the B+tree of the data file: {@link
 * org.pydb.engine.home.EngineHomes} are the stores of one database, a {@code HomeVersion} is what
 * one of them held after some batch, a {@code HomeBatch} what a batch changes in them.
 *
 * <p>All trees of one engine are in one store; the id of its tree stands before each key.
 */
@NullMarked
package org.pydb.engine.home;

import org.jspecify.annotations.NullMarked;
