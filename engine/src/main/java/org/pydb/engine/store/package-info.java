/**
 * One open file with all its trees: opening, recovery, background checkpoints, closing.
 *
 * <p>Reading order: {@link org.pydb.engine.store.TreeStore}, {@link
 * org.pydb.engine.store.StoreOpening}, {@link org.pydb.engine.store.DroppedTrees}.
 */
@NullMarked
package org.pydb.engine.store;

import org.jspecify.annotations.NullMarked;
