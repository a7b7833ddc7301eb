package org.pydb.engine.kv.log;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.schema.KeyRange;

/** Walks the entries of a snapshot: from one key it asks the index for the next one. */
final class LogCursor implements EntryCursor {

  /** An entry that was found. */
  @SuppressWarnings("ArrayRecordComponent") // on its way to the caller, never compared
  record Entry(byte[] key, byte[] value) {}

  private final LogEngine engine;
  private final LogSnapshot snapshot;
  private final KeyRange range;
  private final boolean backward;
  private final Runnable release;
  private @Nullable Entry current;
  private byte @Nullable [] bound;
  private boolean inclusive;
  private boolean atEnd;

  LogCursor(
      LogEngine engine, LogSnapshot snapshot, KeyRange range, boolean backward, Runnable release) {
    this.engine = engine;
    this.snapshot = snapshot;
    this.range = range;
    this.backward = backward;
    this.release = release;
    bound = backward ? range.upper() : range.lower();
    inclusive = !backward;
    engine.orderedIndex();
  }

  @Override
  public boolean next() {
    if (!atEnd) {
      current = engine.next(snapshot, range, bound, inclusive, backward);
      atEnd = current == null;
      inclusive = false;
      bound = current == null ? bound : current.key;
    }
    return !atEnd;
  }

  private Entry current() {
    Entry entry = current;
    if (entry == null) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
    return entry;
  }

  @Override
  public byte[] key() {
    return current().key.clone();
  }

  @Override
  public byte[] value() {
    return current().value.clone();
  }

  @Override
  public void close() {
    release.run();
  }
}
