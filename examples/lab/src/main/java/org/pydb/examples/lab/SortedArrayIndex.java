package org.pydb.examples.lab;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.OrderedIndex;

/**
 * Keys in an array, in their order. To find one takes as many steps as the logarithm of their
 * number has bits; to put one in moves all that are greater, which is what trees are for.
 */
public final class SortedArrayIndex implements OrderedIndex {
  private byte[][] keys = new byte[16][];
  private Location[] locations = new Location[16];
  private int size;

  /** An index of nothing. */
  public SortedArrayIndex() {}

  /** Where a key is; if it is not there, -1 minus where it belongs. */
  private int find(byte[] key) {
    return Arrays.binarySearch(keys, 0, size, key, Arrays::compareUnsigned);
  }

  @Override
  public @Nullable Location get(byte[] key) {
    int at = find(key);
    return at < 0 ? null : locations[at];
  }

  @Override
  public void put(byte[] key, Location location) {
    int at = find(key);
    if (at < 0) {
      at = -1 - at;
      makeRoom(at);
      keys[at] = key;
    }
    locations[at] = location;
  }

  private void makeRoom(int at) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      locations = Arrays.copyOf(locations, 2 * size);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(locations, at, locations, at + 1, size - at);
    size++;
  }

  @Override
  public void remove(byte[] key) {
    int at = find(key);
    if (at >= 0) {
      size--;
      System.arraycopy(keys, at + 1, keys, at, size - at);
      System.arraycopy(locations, at + 1, locations, at, size - at);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void clear() {
    keys = new byte[16][];
    locations = new Location[16];
    size = 0;
  }

  @Override
  public byte @Nullable [] next(byte @Nullable [] bound, boolean inclusive) {
    if (bound == null) {
      return key(0);
    }
    int at = find(bound);
    return key(at < 0 ? -1 - at : inclusive ? at : at + 1);
  }

  @Override
  public byte @Nullable [] previous(byte @Nullable [] bound, boolean inclusive) {
    if (bound == null) {
      return key(size - 1);
    }
    int at = find(bound);
    return key(at < 0 ? -2 - at : inclusive ? at : at - 1);
  }

  private byte @Nullable [] key(int at) {
    return at >= 0 && at < size ? keys[at] : null;
  }
}
