/**
 * Takes the readable rows of a damaged database into a new one, and says what was lost.
 *
 * <p>Reading order: {@link org.pydb.engine.salvage.Salvage}, {@link
 * org.pydb.engine.salvage.DamagedFile}, {@link org.pydb.engine.salvage.TreeWalk}, {@link
 * org.pydb.engine.salvage.LogChanges}, {@link org.pydb.engine.salvage.SalvagedCatalog}, {@link
 * org.pydb.engine.salvage.TableLoad}.
 */
@NullMarked
package org.pydb.engine.salvage;

import org.jspecify.annotations.NullMarked;
