package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A {@link KeyTable} for one column of longs: open addressing with linear probing, keys and numbers
 * side by side so that a probe touches one cache line.
 */
final class LongKeyTable extends KeyTable {
  private static final int CAPACITY_MIN = 16;

  private final MemoryAccount memory;

  /** Key at {@code 2 * slot}, number + 1 behind it; 0 there means that the slot is empty. */
  private long[] entries = new long[2 * CAPACITY_MIN];

  private int capacity = CAPACITY_MIN;
  private int filled;
  private int nullId = NONE;

  // Scratch: the rows of a batch whose keys are new, in the order of their numbers.
  private int[] newRows = {};
  private int newCount;

  LongKeyTable(List<ColumnType> types, boolean nullsEqual, MemoryAccount memory) {
    super(types, nullsEqual, memory);
    this.memory = memory;
  }

  private LongKeyTable(LongKeyTable table) {
    super(table);
    memory = table.memory;
    entries = table.entries;
    capacity = table.capacity;
    filled = table.filled;
    nullId = table.nullId;
  }

  @Override
  public KeyTable reader() {
    return new LongKeyTable(this);
  }

  @Override
  long slotBytes(int more) {
    long needed = capacity;
    while (needed < 2L * (filled + more)) {
      needed *= 2;
    }
    return 16 * (needed - capacity);
  }

  @Override
  void lookUp(Vector[] vectors, int[] rows, int count, int[] ids, boolean insert) {
    LongVector vector = (LongVector) vectors[0];
    if (insert) {
      insert(vector, rows, count, ids);
    } else {
      find(vector, rows, count, ids);
    }
  }

  private void find(LongVector vector, int[] rows, int count, int[] ids) {
    long[] values = vector.values();
    int mask = capacity - 1;
    for (int k = 0; k < count; k++) {
      long value = values[rows[k]];
      int slot = Hash.of(value) & mask;
      long id = entries[2 * slot + 1];
      while (id != 0 && entries[2 * slot] != value) {
        slot = (slot + 1) & mask;
        id = entries[2 * slot + 1];
      }
      ids[k] = (int) id - 1;
    }
    if (vector.hasNulls()) {
      for (int k = 0; k < count; k++) {
        ids[k] = vector.isNull(rows[k]) ? nullId : ids[k];
      }
    }
  }

  private void insert(LongVector vector, int[] rows, int count, int[] ids) {
    newRows = Selection.ensure(newRows, count);
    newCount = 0;
    long[] values = vector.values();
    boolean nulls = vector.hasNulls();
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      ids[k] = nulls && vector.isNull(row) ? insertNull(row) : insert(values[row], row);
    }
    keys().append(new Vector[] {vector}, newRows, newCount);
  }

  private int insertNull(int row) {
    if (nullId == NONE) {
      nullId = newId(row);
    }
    return nullId;
  }

  private int insert(long value, int row) {
    int mask = capacity - 1;
    int slot = Hash.of(value) & mask;
    long id = entries[2 * slot + 1];
    while (id != 0) {
      if (entries[2 * slot] == value) {
        return (int) id - 1;
      }
      slot = (slot + 1) & mask;
      id = entries[2 * slot + 1];
    }
    if (2 * filled >= capacity) {
      rehash(2 * capacity);
      return insert(value, row);
    }
    int fresh = newId(row);
    entries[2 * slot] = value;
    entries[2 * slot + 1] = fresh + 1L;
    filled++;
    return fresh;
  }

  private int newId(int row) {
    newRows[newCount] = row;
    return size() + newCount++;
  }

  /** A load of at most a half keeps probes short. */
  private void rehash(int newCapacity) {
    memory.use(16L * (newCapacity - capacity));
    long[] old = entries;
    entries = new long[2 * newCapacity];
    int mask = newCapacity - 1;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != 0) {
        int slot = Hash.of(old[i]) & mask;
        while (entries[2 * slot + 1] != 0) {
          slot = (slot + 1) & mask;
        }
        entries[2 * slot] = old[i];
        entries[2 * slot + 1] = old[i + 1];
      }
    }
    capacity = newCapacity;
  }
}
