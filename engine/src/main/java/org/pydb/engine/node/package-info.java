/**
 * B+tree nodes in memory and on their pages: cells, slots, prefixes, splits of one node. Knows
 * nothing of trees: what a node's neighbours are is the business of {@code btree}.
 *
 * <p>Reading order: {@link org.pydb.engine.node.Node}, which draws the page; {@link
 * org.pydb.engine.node.CellHeap}, why copies of a node are cheap; {@link
 * org.pydb.engine.node.PageRef}, how a parent refers to a child that may be in memory, on disk, or
 * nowhere yet; {@link org.pydb.engine.node.Entry}; {@link org.pydb.engine.node.BatchSearch}, which
 * finds many keys at once.
 */
@NullMarked
package org.pydb.engine.node;

import org.jspecify.annotations.NullMarked;
