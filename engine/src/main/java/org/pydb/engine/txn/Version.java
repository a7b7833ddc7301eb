package org.pydb.engine.txn;

import org.pydb.engine.btree.RootMap;
import org.pydb.engine.space.LivePoint;
import org.pydb.engine.wal.LogPoint;

/**
 * One published state of the database: the roots of all its trees after some batch of commits. What
 * it leads to never changes. Whoever reads from it holds its {@code point}, so that pages which
 * newer versions replaced stay in the file.
 *
 * @param number counts the batches; never restarts
 * @param roots the trees
 * @param point keeps the version's pages
 * @param log where the log goes on behind this version
 */
public record Version(long number, RootMap roots, LivePoint point, LogPoint log) {}
