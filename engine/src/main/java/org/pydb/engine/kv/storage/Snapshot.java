package org.pydb.engine.kv.storage;

import java.util.function.BiConsumer;
import org.pydb.engine.schema.KeyRange;

/** The entries as they were at one moment. It holds room on the disk or in memory: close it. */
public interface Snapshot extends KeyValueReader, AutoCloseable {

  /** Gives all entries, in any order: also where there is none, and {@link #scan} is refused. */
  default void forEach(BiConsumer<byte[], byte[]> visitor) {
    try (EntryCursor cursor = scan(KeyRange.ALL, false)) {
      while (cursor.next()) {
        visitor.accept(cursor.key(), cursor.value());
      }
    }
  }

  /** Lets go of it. Closing again has no effect. */
  @Override
  void close();
}
