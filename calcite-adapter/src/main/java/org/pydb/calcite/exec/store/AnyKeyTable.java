package org.pydb.calcite.exec.store;

import java.util.Arrays;
import java.util.List;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A {@link KeyTable} for keys of any columns: open addressing with linear probing over slots that
 * hold a key's hash and number. The {@link KeyWords} of the keys stand side by side in one array,
 * and for the cases in which words do not tell, the keys themselves in {@link #keys}.
 *
 * <p>A batch is resolved in rounds. In a round each pending row walks from its slot to the first
 * one that is empty or has its hash; an empty one becomes a new key's. Then the keys behind equal
 * hashes are compared, and the few rows whose keys differ stay pending, to walk on from the next
 * slot. New keys are appended before the comparison, so that a key that occurs twice in a batch
 * finds itself.
 */
final class AnyKeyTable extends KeyTable {
  private static final int CAPACITY_MIN = 16;

  private final MemoryAccount memory;
  private final int width;

  /** Hash in the upper half, number + 1 in the lower; 0 if the slot is empty. */
  private long[] slots = new long[CAPACITY_MIN];

  /** Of each key a word a column, and one whose bits say which of them are NULL. */
  private long[] keyWords = {};

  /** Whether a column has a key that is not told by its word. */
  private final boolean[] inexact;

  // Scratch for a batch: words by column, and by k the NULLs, the hash and the place in the slots.
  private final KeyWords[] columns;
  private long[] nullBits = {};
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
    width = types.size();
    columns = types.stream().map(KeyWords::new).toArray(KeyWords[]::new);
    inexact = new boolean[width];
  }

  private AnyKeyTable(AnyKeyTable table) {
    super(table);
    memory = table.memory;
    width = table.width;
    slots = table.slots;
    keyWords = table.keyWords;
    columns = new KeyWords[width];
    Arrays.setAll(columns, i -> table.columns[i].reader());
    inexact = table.inexact;
  }

  @Override
  public KeyTable reader() {
    return new AnyKeyTable(this);
  }

  @Override
  long slotBytes(int more) {
    long words = (size() + (long) more) * (width + 1);
    long wordGrowth =
        words > keyWords.length ? Math.max(words, 2L * keyWords.length) - keyWords.length : 0;
    long capacity = slots.length;
    while (capacity < 2 * (size() + (long) more)) {
      capacity *= 2;
    }
    return Long.BYTES * (wordGrowth + capacity - slots.length);
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
      left = dropDifferent(vectors, rows, ids, found);
      stepOn(left);
    }
  }

  private void prepare(Vector[] vectors, int[] rows, int count, boolean insert) {
    if (nullBits.length < count) {
      nullBits = new long[Selection.ensure(new int[0], count).length];
    }
    hashes = Selection.ensure(hashes, count);
    places = Selection.ensure(places, count);
    pending = Selection.ensure(pending, count);
    candidates = Selection.ensure(candidates, count);
    newRows = Selection.ensure(newRows, count);
    if (insert) {
      reserve(count);
    }
    for (int i = 0; i < width; i++) {
      columns[i].fill(vectors[i], rows, count);
      inexact[i] |= insert && !columns[i].isExact();
    }
    findNulls(vectors, rows, count);
    hash(count);
  }

  private void findNulls(Vector[] vectors, int[] rows, int count) {
    Arrays.fill(nullBits, 0, count, 0);
    for (int i = 0; i < width; i++) {
      if (vectors[i].hasNulls()) {
        boolean[] nulls = vectors[i].nulls();
        for (int k = 0; k < count; k++) {
          // Beyond 64 columns two share a bit: then NULLs are also told by comparing.
          nullBits[k] |= nulls[rows[k]] ? 1L << i : 0;
        }
      }
    }
  }

  private void hash(int count) {
    int mask = slots.length - 1;
    long[] first = columns[0].words();
    if (width == 1) {
      for (int k = 0; k < count; k++) {
        hashes[k] = Hash.of(first[k] ^ nullBits[k]);
      }
    } else {
      long[] second = columns[1].words();
      for (int k = 0; k < count; k++) {
        hashes[k] = Hash.of(Hash.combine(first[k] ^ nullBits[k], second[k]));
      }
    }
    for (int i = 2; i < width; i++) {
      long[] words = columns[i].words();
      for (int k = 0; k < count; k++) {
        hashes[k] = Hash.of(Hash.combine(hashes[k], words[k]));
      }
    }
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
        ids[k] = claim(place, k, rows[k]);
      } else {
        ids[k] = NONE;
      }
    }
    return found;
  }

  private int claim(int place, int k, int row) {
    int id = size() + newCount;
    slots[place] = (long) hashes[k] << 32 | (id + 1L);
    newRows[newCount++] = row;
    int at = id * (width + 1);
    for (int i = 0; i < width; i++) {
      keyWords[at + i] = columns[i].words()[k];
    }
    keyWords[at + width] = nullBits[k];
    return id;
  }

  /** Makes the candidates whose keys differ pending; gives their number. */
  private int dropDifferent(Vector[] vectors, int[] rows, int[] ids, int found) {
    int failed = 0;
    int kept = found;
    for (int i = 0; i < width && kept > 0; i++) {
      int before = kept;
      kept = retainEqualWords(columns[i].words(), i, ids, kept, failed);
      failed += before - kept;
    }
    int before = kept;
    kept = retainEqualWords(nullBits, width, ids, kept, failed);
    failed += before - kept;
    for (int i = 0; i < width && kept > 0; i++) {
      if (inexact[i] || !columns[i].isExact() || width > Long.SIZE) {
        before = kept;
        kept =
            keys().column(i).retainEqual(vectors[i], rows, ids, candidates, kept, pending, failed);
        failed += before - kept;
      }
    }
    return failed;
  }

  private int retainEqualWords(long[] words, int column, int[] ids, int count, int failedCount) {
    int stride = width + 1;
    int kept = 0;
    int failed = failedCount;
    for (int i = 0; i < count; i++) {
      int k = candidates[i];
      if (keyWords[ids[k] * stride + column] == words[k]) {
        candidates[kept++] = k;
      } else {
        pending[failed++] = k;
      }
    }
    return kept;
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
    int needed = (size() + more) * (width + 1);
    if (needed > keyWords.length) {
      int capacity = Math.max(needed, 2 * keyWords.length);
      memory.use((long) Long.BYTES * (capacity - keyWords.length));
      keyWords = Arrays.copyOf(keyWords, capacity);
    }
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
