package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A {@link KeyTable} for keys of any columns: open addressing with linear probing over slots that
 * hold a key's hash and number.
 *
 * <p>A batch is resolved in rounds. In a round each pending row walks from its slot to the first
 * one that is empty or has its hash; an empty one becomes a new key's. Then the keys behind equal
 * hashes are compared column by column, and the few rows whose keys differ stay pending, to walk on
 * from the next slot. New keys are appended before the comparison, so that a key that occurs twice
 * in a batch finds itself.
 */
final class AnyKeyTable extends KeyTable {
  private static final int CAPACITY_MIN = 16;

  private final MemoryAccount memory;
  private final ColumnType[] types;

  /** Hash in the upper half, number + 1 in the lower; 0 if the slot is empty. */
  private long[] slots = new long[CAPACITY_MIN];

  // Scratch for a batch: by k, the hash and the slot where the row stands.
  private int[] hashes = {};
  private int[] places = {};

  // Scratch for a round: which k are pending, which found their hash, which rows are new keys.
  private int[] pending = {};
  private int[] candidates = {};
  private int[] newRows = {};
  private int newCount;

  AnyKeyTable(List<ColumnType> types, boolean nullsEqual, MemoryAccount memory) {
    super(types, nullsEqual, memory);
    this.memory = memory;
    this.types = types.toArray(ColumnType[]::new);
  }

  @Override
  void lookUp(Vector[] vectors, int[] rows, int count, int[] ids, boolean insert) {
    prepare(vectors, rows, count, insert);
    System.arraycopy(Selection.ALL, 0, pending, 0, count);
    int left = count;
    while (left > 0) {
      int found = walk(rows, left, ids, insert);
      if (newCount > 0) {
        keys().append(vectors, newRows, newCount);
      }
      int failed = 0;
      for (int i = 0; i < vectors.length; i++) {
        ColumnStore column = keys().column(i);
        int kept = column.retainEqual(vectors[i], rows, ids, candidates, found, pending, failed);
        failed += found - kept;
        found = kept;
      }
      left = failed;
      stepOn(left);
    }
  }

  private void prepare(Vector[] vectors, int[] rows, int count, boolean insert) {
    hashes = Selection.ensure(hashes, count);
    places = Selection.ensure(places, count);
    pending = Selection.ensure(pending, count);
    candidates = Selection.ensure(candidates, count);
    newRows = Selection.ensure(newRows, count);
    if (insert) {
      reserve(count);
    }
    KeyHash.hash(types, vectors, rows, count, hashes);
    int mask = slots.length - 1;
    for (int k = 0; k < count; k++) {
      places[k] = hashes[k] & mask;
    }
  }

  /** Lets the pending rows walk; gives how many {@link #candidates} there are. */
  private int walk(int[] rows, int left, int[] ids, boolean insert) {
    int mask = slots.length - 1;
    int found = 0;
    newCount = 0;
    for (int i = 0; i < left; i++) {
      int k = pending[i];
      int place = places[k];
      long slot = slots[place];
      while (slot != 0 && (int) (slot >>> 32) != hashes[k]) {
        place = (place + 1) & mask;
        slot = slots[place];
      }
      places[k] = place;
      if (slot != 0) {
        ids[k] = (int) slot - 1;
        candidates[found++] = k;
      } else if (insert) {
        ids[k] = claim(place, hashes[k], rows[k]);
      } else {
        ids[k] = NONE;
      }
    }
    return found;
  }

  private int claim(int place, int hash, int row) {
    int id = size() + newCount;
    slots[place] = (long) hash << 32 | (id + 1L);
    newRows[newCount++] = row;
    return id;
  }

  /** Moves the rows that met another key with their hash to the next slot. */
  private void stepOn(int left) {
    int mask = slots.length - 1;
    for (int i = 0; i < left; i++) {
      places[pending[i]] = (places[pending[i]] + 1) & mask;
    }
  }

  /** Makes the table large enough for so many more keys at a load of at most a half. */
  private void reserve(int more) {
    int capacity = slots.length;
    while (capacity < 2 * (size() + more)) {
      capacity *= 2;
    }
    if (capacity > slots.length) {
      rehash(capacity);
    }
  }

  private void rehash(int capacity) {
    memory.use((long) Long.BYTES * (capacity - slots.length));
    long[] old = slots;
    slots = new long[capacity];
    int mask = capacity - 1;
    for (long slot : old) {
      if (slot != 0) {
        int place = (int) (slot >>> 32) & mask;
        while (slots[place] != 0) {
          place = (place + 1) & mask;
        }
        slots[place] = slot;
      }
    }
  }
}
