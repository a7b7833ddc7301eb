package org.pydb.engine.table;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.txn.EntryPointer;

/**
 * A value that is kept outside its row, read piece by piece: one chunk of it is in memory.
 * Thread-safe. Valid as long as the view that it was found in, or the transaction that wrote it.
 */
public final class LargeValue implements LargeSource {
  private static final long NONE = -1;

  private final View view;

  /** Whose writes are read as well; null for those in the view only. */
  private final @Nullable Transaction transaction;

  private final LargeReference reference;

  @GuardedBy("this")
  private byte[] chunk = Bytes.EMPTY;

  /** The number of the chunk in memory. */
  @GuardedBy("this")
  private long number = NONE;

  /** A value that a view shows. */
  public LargeValue(View view, LargeReference reference) {
    this(view, null, reference);
  }

  /**
   * A value that a view shows, or that a transaction has written or found when it locked the row.
   */
  public LargeValue(View view, @Nullable Transaction transaction, LargeReference reference) {
    this.view = view;
    this.transaction = transaction;
    this.reference = reference;
  }

  /** The view in which the value is, to be held as long as it is read. */
  public View view() {
    return view;
  }

  @Override
  public long length() {
    return reference.length();
  }

  @Override
  public synchronized int read(long position, byte[] target, int from, int count) {
    int done = 0;
    while (done < count && position + done < reference.length()) {
      long at = position + done;
      load(at / LargeValues.CHUNK);
      int start = (int) (at % LargeValues.CHUNK);
      int copied = Math.min(count - done, chunk.length - start);
      System.arraycopy(chunk, start, target, from + done, copied);
      done += copied;
    }
    return done;
  }

  @GuardedBy("this")
  private void load(long wanted) {
    if (wanted == number) {
      return;
    }
    number = NONE;
    byte[] key = new byte[LargeValues.KEY];
    LargeValues.putKey(key, reference.id(), wanted);
    int expected = LargeValues.chunkLength(reference.length(), wanted);
    byte[] stored = find(key);
    byte[] value = stored == null ? Bytes.EMPTY : stored;
    if (value.length != expected) {
      throw new CorruptionException(
          view.read.file().description()
              + ": chunk "
              + wanted
              + " of large value "
              + reference.id()
              + " in tree "
              + reference.tree()
              + (stored != null ? " has " + value.length + " bytes" : " is missing")
              + ": expected "
              + expected
              + " bytes; run CHECK DATABASE");
    }
    chunk = value;
    number = wanted;
  }

  /** A row that the transaction has locked may be newer than the view: then its chunks are, too. */
  private byte @Nullable [] find(byte[] key) {
    EntryPointer found = new EntryPointer();
    if (view.read.get(reference.tree(), key, 0, key.length, found)) {
      return found.value(view.read.file());
    }
    return transaction == null
        ? null
        : transaction.tree().valueInNewest(reference.tree(), key, 0, key.length);
  }
}
