package org.pydb.engine.kv.lsm;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The blocks that were read lately, within a bound of bytes. Thread-safe. */
final class BlockCache {
  private final long bytesMax;
  private final Map<Key, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(long run, int block) {}

  BlockCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A block of a run; it is read if it is not here. */
  Block get(long run, int index, Supplier<Block> reader) {
    Key key = new Key(run, index);
    Block known = find(key);
    if (known != null) {
      return known;
    }
    Block read = reader.get();
    add(key, read);
    return read;
  }

  private synchronized @Nullable Block find(Key key) {
    return blocks.get(key);
  }

  private synchronized void add(Key key, Block block) {
    if (block.memoryBytes() > bytesMax / 4 || blocks.putIfAbsent(key, block) != null) {
      return;
    }
    bytes += block.memoryBytes();
    Iterator<Block> eldest = blocks.values().iterator();
    while (bytes > bytesMax && eldest.hasNext()) {
      bytes -= eldest.next().memoryBytes();
      eldest.remove();
    }
  }
}
