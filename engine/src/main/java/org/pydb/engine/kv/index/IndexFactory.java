package org.pydb.engine.kv.index;

import org.pydb.engine.kv.storage.EngineContext;

/** Makes the index of a log. */
@FunctionalInterface
public interface IndexFactory {

  /** A hash table in memory: the fastest for single keys, without scans. */
  IndexFactory HASH = context -> new HashIndex();

  /** A skip list in memory. */
  IndexFactory SKIP_LIST = context -> new SkipListIndex();

  /** A B+tree in memory, the smallest of those. */
  IndexFactory BTREE = context -> TreeIndex.inMemory();

  /** A B+tree in files: the log is not read again at the next opening. */
  IndexFactory PERSISTENT = persistent(TreeIndex.logSegmentSize());

  /** An index for the store with these files. It is empty, or has a {@link Index#mark}. */
  Index open(EngineContext context);

  /** A B+tree in files, with segments of its log of so many bytes. */
  static IndexFactory persistent(int logSegmentSize) {
    return context ->
        TreeIndex.inFile(
            context.vfs(), TreeIndex.fileName(context), logSegmentSize, context.executor());
  }
}
