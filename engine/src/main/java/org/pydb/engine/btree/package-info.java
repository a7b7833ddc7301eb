/**
 * Copy-on-write B+trees: ordered maps from byte keys to byte values of which every version stays
 * readable as long as somebody holds its root.
 *
 * <p>Reading order: {@link org.pydb.engine.btree.TreeRoot}; {@link
 * org.pydb.engine.btree.TreeReader} (get) and {@link org.pydb.engine.btree.BatchReader} (many at
 * once); {@link org.pydb.engine.btree.TreeCursor} (scan); {@link org.pydb.engine.btree.Edit}, what
 * a batch of changes has made and replaced, and {@code LiveMarks}, who may still look at that;
 * {@link org.pydb.engine.btree.TreeEditor} (put, delete, splits and merges); {@link
 * org.pydb.engine.btree.RootMap}, all trees of a version; {@link
 * org.pydb.engine.btree.EntryEstimate} and {@link org.pydb.engine.btree.LeafSample}, which look at
 * a part of a tree to tell of all of it.
 */
@NullMarked
package org.pydb.engine.btree;

import org.jspecify.annotations.NullMarked;
