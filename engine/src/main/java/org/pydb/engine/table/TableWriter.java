package org.pydb.engine.table;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.ConstraintException.Kind;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.row.IndexEntry;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.Row;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.WriteSet;

/**
 * Inserts, updates and deletes rows of one table within a transaction, with the entries of its
 * indexes, and refuses what would break NOT NULL, a unique key or a foreign key: at once, or when
 * the statement or the transaction ends if the constraint may be broken for so long. Rows, and
 * unique keys that come or go, are locked first; all methods may wait for that, and throw what
 * {@link Transaction#lockRow} throws.
 *
 * <p>Each method checks all that is not put off before it writes anything, so a refused row leaves
 * no trace; except where a foreign key cascades, which the statement's savepoint undoes.
 *
 * <p>Not thread-safe.
 */
public final class TableWriter {
  private final Transaction transaction;
  private final TableLayout layout;
  private final TableDefinition table;
  private final ForeignKeyCheck foreignKeys;
  private final IndexEntry[] entries;
  private final IndexEntry[] oldEntries;
  private final boolean[] changed;
  private final ByteBuilder oldKey = new ByteBuilder(32);

  /** Of the row that is being made of another, which owns the bytes. */
  private ByteBuilder newKey = oldKey;

  private final EntryPointer found = new EntryPointer();
  private final RowView current;
  private final RowPlace place = new RowPlace();
  private long changeCount;

  TableWriter(Transaction transaction, TableLayout layout) {
    this.transaction = transaction;
    this.layout = layout;
    table = layout.definition();
    foreignKeys = new ForeignKeyCheck(transaction, layout);
    List<IndexLayout> indexes = layout.indexes();
    entries = new IndexEntry[indexes.size()];
    oldEntries = new IndexEntry[entries.length];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new IndexEntry(indexes.get(i));
      oldEntries[i] = new IndexEntry(indexes.get(i));
    }
    changed = new boolean[entries.length];
    current = new RowView(layout.rows());
  }

  /** The layout of the table's rows. */
  public TableLayout layout() {
    return layout;
  }

  /** How many rows it has inserted, updated or deleted. */
  long changeCount() {
    return changeCount;
  }

  /**
   * Inserts a row. If the table has hidden row ids, the row gets one.
   *
   * @throws ConstraintException if it breaks a constraint
   */
  public void insert(RowBuilder row) {
    checkNulls(row);
    boolean hidden = layout.rows().hasRowIds();
    if (hidden) {
      row.setRowId(transaction.nextRowId(table.id()));
    }
    ByteBuilder key = row.key();
    if (!hidden) { // Nobody else knows a new row id.
      transaction.lockKey(table.id(), key.array(), key.length(), LockMode.UPDATE);
      checkKeyIsFree(key);
    }
    for (IndexEntry entry : entries) {
      entry.set(row);
      lockUnique(entry);
      checkEntryIsFree(entry);
    }
    foreignKeys.beforeInsert(row);
    WriteSet writes = transaction.writes();
    storeLarge(row);
    put(writes, table.id(), key, row.value());
    for (IndexEntry entry : entries) {
      put(writes, entry);
    }
    changeCount++;
  }

  private void storeLarge(RowBuilder row) {
    if (row.hasSources()) {
      LargeValues.store(transaction, row);
    }
  }

  /** Deletes the large values of a row that another one does not have. */
  private void deleteLarge(Row before, @Nullable Row after) {
    if (layout.rows().mayHaveLarge()) {
      LargeValues.delete(transaction.writes(), layout.rows(), before, after);
    }
  }

  /**
   * The keys by which new rows may meet others.
   *
   * @param keys the positions of unique indexes in the layout, or {@link Arbiters#PRIMARY_KEY}
   * @param mode how a row that is met is locked; null to know only whether one is met
   */
  public Arbiters arbiters(List<Integer> keys, @Nullable LockMode mode) {
    return new Arbiters(transaction, layout, keys, mode);
  }

  /**
   * Finds a row that is in the way of a new one, and locks it if that is wanted. If there is none,
   * none comes until the end of the transaction: the new one can be inserted.
   *
   * @return the row as it is now, if it was locked; valid until the next call; null if there is
   *     none
   * @throws ConstraintException if the new row has a NULL where there must be none
   */
  public @Nullable RowView findInTheWay(RowBuilder row, Arbiters arbiters) {
    checkNulls(row);
    return arbiters.find(row);
  }

  /** Replaces a row that was {@linkplain #findInTheWay found in the way}. */
  public void updateInTheWay(RowView old, RowBuilder row) {
    boolean keyChanged = begin(old, row);
    LockMode mode = updateMode(old, row, keyChanged);
    transaction.lockKey(table.id(), oldKey.array(), oldKey.length(), mode);
    replace(old, row, keyChanged);
  }

  /**
   * Replaces a row.
   *
   * @param old the row as the statement saw it
   * @param row what it is to be, all columns set
   * @return false if the row is gone: an earlier part of the same statement has deleted it
   */
  public boolean update(RowView old, RowBuilder row) {
    boolean keyChanged = begin(old, row);
    transaction.lockForChange(table, oldKey, updateMode(old, row, keyChanged));
    Row before = old;
    if (transaction.hasCascadedTo(table.id())) {
      if (!findCurrent()) {
        return false;
      }
      before = current;
    }
    replace(before, row, keyChanged);
    return true;
  }

  /** Takes the keys of a row and of what it is to be; whether they differ. */
  private boolean begin(RowView old, RowBuilder row) {
    oldKey.clear();
    old.putKey(oldKey);
    if (layout.rows().hasRowIds()) {
      row.setRowId(old.rowId());
    }
    checkNulls(row);
    newKey = row.key();
    return !isEqual(oldKey, newKey);
  }

  private void replace(Row before, RowBuilder row, boolean keyChanged) {
    ByteBuilder key = newKey;
    if (keyChanged) {
      transaction.lockKey(table.id(), key.array(), key.length(), LockMode.UPDATE);
      checkKeyIsFree(key);
    }
    for (int i = 0; i < entries.length; i++) {
      oldEntries[i].set(before);
      entries[i].set(row);
      boolean sameKey =
          oldEntries[i].isThere() == entries[i].isThere()
              && isEqual(oldEntries[i].key(), entries[i].key());
      changed[i] = !sameKey || !isEqual(oldEntries[i].value(), entries[i].value());
      if (!sameKey) {
        lockUnique(oldEntries[i]);
        lockUnique(entries[i]);
        checkEntryIsFree(entries[i]);
      }
    }
    foreignKeys.beforeUpdate(before, row);
    WriteSet writes = transaction.writes();
    if (keyChanged) {
      delete(writes, table.id(), oldKey);
    }
    storeLarge(row); // First, as it may read what the old row has.
    deleteLarge(before, row);
    put(writes, table.id(), key, row.value());
    for (int i = 0; i < entries.length; i++) {
      if (changed[i]) {
        delete(writes, oldEntries[i]);
        put(writes, entries[i]);
      }
    }
    foreignKeys.afterUpdate(before, row);
    changeCount++;
  }

  /**
   * Deletes a row.
   *
   * @param old the row as the statement saw it
   * @return false if the row is gone: an earlier part of the same statement has deleted it
   */
  public boolean delete(RowView old) {
    oldKey.clear();
    old.putKey(oldKey);
    transaction.lockForChange(table, oldKey, LockMode.UPDATE);
    Row before = old;
    if (transaction.hasCascadedTo(table.id())) {
      if (!findCurrent()) {
        return false;
      }
      before = current;
    }
    for (IndexEntry entry : oldEntries) {
      entry.set(before);
      lockUnique(entry);
    }
    WriteSet writes = transaction.writes();
    deleteLarge(before, null);
    delete(writes, table.id(), oldKey);
    for (IndexEntry entry : oldEntries) {
      delete(writes, entry);
    }
    foreignKeys.afterDelete(before);
    changeCount++;
    return true;
  }

  /** Unless a key changes, rows that refer to this one may come and go. */
  private LockMode updateMode(RowView old, RowBuilder row, boolean keyChanged) {
    if (!keyChanged) {
      boolean all = true;
      for (IndexLayout index : layout.indexes()) {
        // Nothing refers to keys that only some rows have.
        all &=
            !index.index().unique()
                || index.index().isPartial()
                || RowComparison.isSame(table, old, row, index.index().keyColumns());
      }
      if (all) {
        return LockMode.NO_KEY_UPDATE;
      }
    }
    return LockMode.UPDATE;
  }

  private boolean findCurrent() {
    boolean there = transaction.tree().find(table.id(), oldKey.array(), 0, oldKey.length(), found);
    if (there) {
      place.show(found.node(), found.index(), transaction.view().read.file(), current);
    }
    return there;
  }

  // ------------------------------------------------------------------ checks

  private void checkNulls(RowBuilder row) {
    int column = row.firstNullViolation();
    if (column >= 0) {
      String name = table.columns().get(column).name();
      throw new ConstraintException(
          Kind.NOT_NULL,
          name,
          table.name(),
          "null value in column \""
              + name
              + "\" of table \""
              + table.name()
              + "\" violates its not-null constraint"
              + rowKey(row));
    }
  }

  private String rowKey(RowBuilder row) {
    PrimaryKey primaryKey = table.primaryKey();
    if (primaryKey == null || primaryKey.columns().stream().anyMatch(row::isNull)) {
      return "";
    }
    ByteBuilder key = row.key();
    return ": the row with key "
        + KeyPrinter.print(layout.rows().keyFormat(), key.array(), 0, key.length());
  }

  private void checkKeyIsFree(ByteBuilder key) {
    if (transaction.tree().existsInNewest(table.id(), key.array(), 0, key.length())) {
      PrimaryKey primaryKey = table.primaryKey();
      String name = primaryKey == null ? "row id" : primaryKey.name();
      List<Integer> columns = primaryKey == null ? List.of() : primaryKey.columns();
      throw duplicate(name, columns, layout.rows().keyFormat(), key, key.length());
    }
  }

  /** Locks what a unique index must not have twice. */
  private void lockUnique(IndexEntry entry) {
    if (entry.isUnique()) {
      transaction.lockKey(
          entry.layout().index().treeId(),
          entry.key().array(),
          entry.columnsLength(),
          LockMode.UPDATE);
    }
  }

  private void checkEntryIsFree(IndexEntry entry) {
    if (!entry.isUnique()) {
      return;
    }
    IndexDefinition index = entry.layout().index();
    if (index.isDeferrable()) {
      checkInTheEnd(entry);
      return;
    }
    ByteBuilder key = entry.key();
    if (transaction.tree().existsInNewest(index.treeId(), key.array(), 0, key.length())) {
      throw duplicate(
          index.name(), index.keyColumns(), entry.layout().format(), key, entry.columnsLength());
    }
  }

  /**
   * Has a key looked at when the statement ends, or later, that a row has already. The lock on it
   * sees to it that nobody else adds another one.
   */
  private void checkInTheEnd(IndexEntry entry) {
    IndexDefinition index = entry.layout().index();
    ByteBuilder key = new ByteBuilder(entry.columnsLength());
    key.put(entry.key().array(), 0, entry.columnsLength());
    KeyRange range = KeyRange.prefix(key.toArray());
    if (!transaction.tree().existInNewest(index.treeId(), range, 1)) {
      return;
    }
    KeyFormat format = entry.layout().format();
    Runnable check =
        () -> {
          if (transaction.tree().existInNewest(index.treeId(), range, 2)) {
            throw duplicate(index.name(), index.keyColumns(), format, key, key.length());
          }
        };
    if (transaction.deferredChecks().isDeferred(table, index.name(), index.deferral())) {
      transaction.deferredChecks().add(table, table, index.name(), check);
    } else {
      transaction.checkLater(check);
    }
  }

  private ConstraintException duplicate(
      String constraint, List<Integer> columns, KeyFormat format, ByteBuilder key, int length) {
    return new ConstraintException(
        Kind.UNIQUE,
        constraint,
        table.name(),
        "duplicate key value violates unique constraint \""
            + constraint
            + "\" of table \""
            + table.name()
            + "\": key "
            + ForeignKeyCheck.names(table, columns)
            + "="
            + KeyPrinter.print(format, key.array(), 0, length)
            + " already exists");
  }

  // ------------------------------------------------------------------ writes

  private static boolean isEqual(ByteBuilder a, ByteBuilder b) {
    return Arrays.equals(a.array(), 0, a.length(), b.array(), 0, b.length());
  }

  private static void put(WriteSet writes, int tree, ByteBuilder key, ByteBuilder value) {
    // The locks have seen to it that nobody else changes the key.
    writes.put(tree, false, key.array(), 0, key.length(), value.array(), 0, value.length());
  }

  private static void put(WriteSet writes, IndexEntry entry) {
    if (!entry.isThere()) {
      return;
    }
    int tree = entry.layout().index().treeId();
    ByteBuilder key = entry.key();
    ByteBuilder value = entry.value();
    if (entry.layout().index().isUniqueInTheEnd()) {
      put(writes, tree, key, value); // The next row asks whether its key is there.
    } else {
      writes.putLate(tree, key.array(), 0, key.length(), value.array(), 0, value.length());
    }
  }

  private static void delete(WriteSet writes, int tree, ByteBuilder key) {
    writes.delete(tree, false, key.array(), 0, key.length());
  }

  private static void delete(WriteSet writes, IndexEntry entry) {
    if (!entry.isThere()) {
      return;
    }
    int tree = entry.layout().index().treeId();
    ByteBuilder key = entry.key();
    if (entry.layout().index().isUniqueInTheEnd()) {
      delete(writes, tree, key);
    } else {
      writes.deleteLate(tree, key.array(), 0, key.length());
    }
  }
}
