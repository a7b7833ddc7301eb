package org.pydb.engine.kv.storage;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.KeyRange;

/** Whoever can be asked for keys and values. Keys are compared as unsigned bytes. Thread-safe. */
public interface KeyValueReader {

  /** The value of a key, or null if there is none. The array belongs to the caller. */
  byte @Nullable [] get(byte[] key);

  /** Whether there is a value of this key. */
  default boolean has(byte[] key) {
    return get(key) != null;
  }

  /**
   * The entries of a range in the order of their keys, as they are at the moment of this call:
   * later writes do not show.
   *
   * @param backward whether the largest key comes first
   * @return to be closed
   * @throws UnsupportedOperationException if there is no order of keys, as behind a hash index
   */
  EntryCursor scan(KeyRange range, boolean backward);
}
