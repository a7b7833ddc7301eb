package org.pydb.engine.kv.lsm;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;

/** Walks the entries that are not deleted. */
final class LsmCursor implements EntryCursor {
  private final SortedCursor inner;
  private final Runnable release;
  private byte @Nullable [] value;

  LsmCursor(SortedCursor inner, Runnable release) {
    this.inner = inner;
    this.release = release;
  }

  @Override
  public boolean next() {
    while (inner.next()) {
      value = inner.value();
      if (value != null) {
        return true;
      }
    }
    value = null;
    return false;
  }

  @Override
  public byte[] key() {
    return inner.key().clone();
  }

  @Override
  public byte[] value() {
    byte[] found = value;
    if (found == null) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
    return found.clone();
  }

  @Override
  public void close() {
    release.run();
  }
}
