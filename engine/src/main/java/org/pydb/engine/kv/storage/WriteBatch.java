package org.pydb.engine.kv.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.LimitException;

/**
 * Changes that happen together or not at all. Of several changes of one key the last one counts.
 * Keys and values are copied. Not thread-safe; a batch may be written several times.
 */
public final class WriteBatch {

  /** The most bytes of a key. */
  public static final int KEY_BYTES_MAX = 64 << 10;

  /** The most bytes of a value. */
  public static final int VALUE_BYTES_MAX = 128 << 20;

  /** The most bytes of all keys and values of a batch. */
  public static final long BATCH_BYTES_MAX = 256L << 20;

  /** What a change takes beside its key and value, at most. */
  private static final int CHANGE_BYTES = 32;

  private final List<Change> changes = new ArrayList<>();
  private long bytes;

  /** An empty batch. */
  public WriteBatch() {}

  /**
   * A change of one key. The arrays are not copied: nobody changes them.
   *
   * @param value the new value, or null to delete the key
   */
  @SuppressWarnings("ArrayRecordComponent") // a pair on its way, never compared
  public record Change(byte[] key, byte @Nullable [] value) {}

  /**
   * Sets the value of a key.
   *
   * @throws LimitException if one of them, or the batch, is too long; the batch stays as it was
   */
  public WriteBatch set(byte[] key, byte[] value) {
    checkKey(key);
    Objects.requireNonNull(value, "the value is null; delete the key instead");
    if (value.length > VALUE_BYTES_MAX) {
      throw new LimitException(
          "a value of " + value.length + " bytes: values have at most " + VALUE_BYTES_MAX);
    }
    add(new Change(key.clone(), value.clone()), key.length + value.length);
    return this;
  }

  /** Deletes a key, if it is there. */
  public WriteBatch delete(byte[] key) {
    checkKey(key);
    add(new Change(key.clone(), null), key.length);
    return this;
  }

  /** Adds all changes of another batch behind those of this one. */
  public WriteBatch addAll(WriteBatch other) {
    checkBytes(bytes + other.bytes);
    changes.addAll(other.changes);
    bytes += other.bytes;
    return this;
  }

  /** Forgets all changes. */
  public void clear() {
    changes.clear();
    bytes = 0;
  }

  /** The changes in their order; a view. */
  public List<Change> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** About how many bytes they take. */
  public long bytes() {
    return bytes;
  }

  /** Checks that something can be a key. */
  public static void checkKey(byte[] key) {
    Objects.requireNonNull(key, "the key is null");
    if (key.length > KEY_BYTES_MAX) {
      throw new LimitException(
          "a key of " + key.length + " bytes: keys have at most " + KEY_BYTES_MAX);
    }
  }

  private void add(Change change, int length) {
    long newBytes = bytes + length + CHANGE_BYTES;
    checkBytes(newBytes);
    changes.add(change);
    bytes = newBytes;
  }

  private static void checkBytes(long count) {
    if (count > BATCH_BYTES_MAX) {
      throw new LimitException(
          "a batch of " + count + " bytes: batches have at most " + BATCH_BYTES_MAX);
    }
  }
}
