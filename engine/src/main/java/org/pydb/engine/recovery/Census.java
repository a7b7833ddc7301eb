package org.pydb.engine.recovery;

import java.util.List;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.txn.Version;

/**
 * What stands in the file at one moment, for a proof that each page has its use: the current
 * version, the durable checkpoint, and the pages that must belong to them. Immutable; both versions
 * are held, so that all of this stays as it is.
 *
 * @param current the newest version
 * @param durable the version of the durable checkpoint
 * @param meta where that is
 * @param rootsTree the checkpoint's tree of roots
 * @param mapPages the pages of the checkpoint's free map
 * @param used the pages that must be reached from {@code current} or belong to the checkpoint
 */
public record Census(
    Version current,
    Version durable,
    Meta meta,
    TreeRoot rootsTree,
    List<PagePointer> mapPages,
    PageBitmap used) {}
