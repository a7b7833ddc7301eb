package org.pydb.engine.kv.lsm;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.schema.KeyRange;

/** A view that is held, up to a number. */
final class LsmSnapshot implements Snapshot {
  private final LsmViews views;
  private final LsmViews.Held held;

  LsmSnapshot(LsmViews views) {
    this.views = views;
    held = views.acquire();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] value = held.view().get(key, held.number());
    return value == null ? null : value.clone();
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return scan(range, backward, () -> {});
  }

  EntryCursor scan(KeyRange range, boolean backward, Runnable release) {
    return new LsmCursor(held.view().cursor(held.number(), range, backward), release);
  }

  @Override
  public void close() {
    views.release(held);
  }
}
