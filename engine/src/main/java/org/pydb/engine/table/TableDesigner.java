package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.SequencesTree;
import org.pydb.engine.catalog.StatisticsTree;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.VolatileReferenceException;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.spill.SpillSpace;

/**
 * Makes, changes and drops tables and indexes within a transaction. Names are the caller's affair:
 * it has looked them up in the catalog. Not thread-safe.
 *
 * <p>One transaction at a time defines anything; it waits for those that write to the tables that
 * it changes, and keeps others from writing to them until it ends. Readers go on with what they
 * see.
 */
public final class TableDesigner {

  /** Rows between two looks whether the statement was cancelled. */
  private static final int CHECK_EVERY = 4096;

  private final Transaction transaction;
  private final Definitions definitions;
  private final SpillSpace spillSpace;

  TableDesigner(Transaction transaction, Definitions definitions, SpillSpace spillSpace) {
    this.transaction = transaction;
    this.definitions = definitions;
    this.spillSpace = spillSpace;
  }

  /** An id for a table or index that is about to be made. */
  public int newId() {
    return definitions.newTreeId();
  }

  /** The engines that can keep a table, {@link TableDefinition#BTREE} among them. */
  public SortedSet<String> engines() {
    SortedSet<String> names = new TreeSet<>(transaction.tree().homes());
    names.add(TableDefinition.BTREE);
    return names;
  }

  /** Makes a schema. */
  public void createSchema(String name) {
    transaction.lockForDefinition(List.of());
    CatalogTree.putSchema(transaction.writes(), name);
    transaction.forgetDefinitions();
  }

  /** Drops an empty schema. */
  public void dropSchema(String name) {
    transaction.lockForDefinition(List.of());
    CatalogTree.removeSchema(transaction.writes(), name);
    transaction.forgetDefinitions();
  }

  /**
   * Makes a table whose ids come from {@link #newId}. Each of its foreign keys must refer to a
   * primary or unique key, and gets an index if none serves it.
   *
   * @return the table as it was made
   */
  public TableDefinition createTable(TableDefinition table) {
    transaction.lockForDefinition(referencedBy(table));
    TableDefinition made = withForeignKeyIndexes(table).withLargeValues(newId());
    checkReferences(made, made.foreignKeys());
    store(made);
    takeIds(made);
    return made;
  }

  /**
   * Has the redo of this transaction name a tree that may stay empty. Recovery learns from redo
   * which ids are taken; it reads no catalog. What is deleted here is not there.
   */
  private void takeId(int tree) {
    transaction.writes().delete(tree, false, Bytes.EMPTY, 0, 0);
  }

  private void takeId(TableDefinition table, int tree) {
    if (table.isStored()) {
      transaction.tree().placeTree(tree, table.engine());
    }
    takeId(tree);
  }

  private void takeIds(TableDefinition table) {
    takeId(table, table.id());
    if (table.largeValues() != 0) {
      takeId(table, table.largeValues());
    }
    table.indexes().forEach(index -> takeId(table, index.treeId()));
  }

  /** The other tables that a table refers to: whoever writes to them must know of it. */
  private List<TableDefinition> referencedBy(TableDefinition table) {
    return table.foreignKeys().stream()
        .map(ForeignKey::referencedTableId)
        .filter(id -> id != table.id())
        .distinct()
        .map(id -> transaction.catalog().layout(id).definition())
        .toList();
  }

  private void lockWithReferenced(TableDefinition table) {
    List<TableDefinition> tables = new ArrayList<>(referencedBy(table));
    tables.add(table);
    transaction.lockForDefinition(tables);
  }

  /** The table, with an index for each foreign key that has none to find its rows by. */
  private TableDefinition withForeignKeyIndexes(TableDefinition table) {
    TableDefinition made = table;
    for (ForeignKey key : table.foreignKeys()) {
      if (ReferencedKey.find(TableLayout.of(made), key.columns(), false) == null) {
        made = made.withIndex(indexOf(made, key));
      }
    }
    return made;
  }

  private IndexDefinition indexOf(TableDefinition table, ForeignKey key) {
    List<KeyColumn> columns = key.columns().stream().map(KeyColumn::ascending).toList();
    return new IndexDefinition(
        newId(),
        freeIndexName(table, key.name() + "_idx"),
        columns,
        false,
        IndexDefinition.Origin.FOREIGN_KEY);
  }

  private String freeIndexName(TableDefinition table, String wish) {
    Catalog catalog = transaction.catalog();
    String name = wish;
    for (int i = 1; table.index(name) != null || catalog.isTaken(table.schema(), name); i++) {
      name = wish + i;
    }
    return name;
  }

  /** Whether a table has a primary or unique key of exactly these columns, in any order. */
  public static boolean hasKey(TableDefinition table, List<Integer> columns) {
    return ReferencedKey.find(TableLayout.of(table), columns, true) != null;
  }

  /** Whether a table's primary key or an index begins with these columns, in any order. */
  public static boolean hasIndexFor(TableDefinition table, List<Integer> columns) {
    return ReferencedKey.find(TableLayout.of(table), columns, false) != null;
  }

  /**
   * Drops a table with its indexes and rows.
   *
   * @throws IllegalStateException if another table refers to it
   */
  public void dropTable(TableDefinition table) {
    lockWithReferenced(table);
    for (Catalog.Reference reference : transaction.catalog().references(table.id())) {
      if (reference.table().id() != table.id()) {
        throw new IllegalStateException(
            table.qualifiedName() + " is referred to by " + reference.table().qualifiedName());
      }
    }
    remove(table);
    transaction.forgetDefinitions();
  }

  /**
   * Empties tables, however large they are: each gets new trees, and with them another id. The old
   * ones are dropped.
   *
   * @param tables with all others that refer to one of them
   * @throws IllegalStateException if one that refers to them is missing
   */
  public void truncate(Collection<TableDefinition> tables) {
    Set<TableDefinition> locked = new LinkedHashSet<>(tables);
    tables.forEach(table -> locked.addAll(referencedBy(table)));
    transaction.lockForDefinition(locked);
    Map<Integer, Integer> newIds = new HashMap<>();
    tables.forEach(table -> newIds.put(table.id(), newId()));
    for (TableDefinition table : tables) {
      for (Catalog.Reference reference : transaction.catalog().references(table.id())) {
        if (!newIds.containsKey(reference.table().id())) {
          throw new IllegalStateException(
              table.qualifiedName() + " is referred to by " + reference.table().qualifiedName());
        }
      }
    }
    tables.forEach(this::remove);
    for (TableDefinition table : tables) {
      TableDefinition empty = table.withIds(newIds, this::newId);
      CatalogTree.put(transaction.writes(), empty);
      takeIds(empty);
    }
    newIds.forEach(this::letViewsUse);
    transaction.forgetDefinitions();
  }

  /** Has the views over one table be over the one that takes its place. */
  private void letViewsUse(int before, int after) {
    for (ViewDefinition view : transaction.catalog().views()) {
      if (view.uses().contains(before)) {
        CatalogTree.put(transaction.writes(), view.withUse(before, after));
        transaction.forgetDefinitions();
      }
    }
  }

  /** Takes a table with its trees away. */
  private void remove(TableDefinition table) {
    CatalogTree.remove(transaction.writes(), table.id());
    dropTrees(table);
  }

  /**
   * Adds an index and fills it.
   *
   * @return the table as it is now
   * @throws ConstraintException if the index is unique and two rows are equal in it
   */
  public TableDefinition createIndex(TableDefinition table, IndexDefinition index) {
    transaction.lockForDefinition(List.of(table));
    transaction.checkRowsUnchanged(table);
    TableDefinition changed = table.withIndex(index);
    new IndexBuild(transaction, spillSpace, changed, index).run();
    takeId(changed, index.treeId());
    store(changed);
    return changed;
  }

  /**
   * Drops an index.
   *
   * @return the table as it is now
   */
  public TableDefinition dropIndex(TableDefinition table, IndexDefinition index) {
    transaction.lockForDefinition(List.of(table));
    List<IndexDefinition> indexes = new ArrayList<>(table.indexes());
    indexes.removeIf(other -> other.treeId() == index.treeId());
    TableDefinition changed = table.withIndexes(indexes);
    store(changed);
    transaction.tree().dropTree(index.treeId());
    return changed;
  }

  /** Takes a foreign key away. */
  public TableDefinition dropForeignKey(TableDefinition table, String name) {
    lockWithReferenced(table);
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.removeIf(key -> key.name().equals(name));
    TableDefinition changed = table.withForeignKeys(keys);
    store(changed);
    return changed;
  }

  // ------------------------------------------------------------------ changes of tables

  /**
   * Keeps others from writing to a table, to those that refer to it and to those that it refers to,
   * and sees to it that the statement sees what they wrote before.
   */
  public void lock(TableDefinition table) {
    List<TableDefinition> tables = new ArrayList<>(referencedBy(table));
    tables.add(table);
    for (Catalog.Reference reference : transaction.catalog().references(table.id())) {
      if (reference.table().id() != table.id()) {
        tables.add(reference.table());
      }
    }
    transaction.lockForDefinition(tables);
    tables.forEach(transaction::checkRowsUnchanged);
  }

  /**
   * Gives a table another definition, under which its rows and indexes are as they are: other
   * names, defaults, checks. The caller has proved that the rows obey it.
   *
   * @param changed with the same id, columns of the same types and the same trees
   * @return the table as it is now
   */
  public TableDefinition redefine(TableDefinition table, TableDefinition changed) {
    lockWithReferenced(table);
    transaction.checkRowsUnchanged(table);
    TableDefinition next = changed.withVersion(table.version() + 1);
    store(next);
    return next;
  }

  /**
   * Makes a table that is to {@linkplain #replace replace} another one, with indexes for its
   * foreign keys, and keeps others from writing to the one to be replaced.
   *
   * @param made by another name, with ids of its own
   * @return the table as it was made
   */
  public TableDefinition createReplacement(TableDefinition table, TableDefinition made) {
    List<TableDefinition> tables = new ArrayList<>();
    tables.add(table);
    for (Catalog.Reference reference : transaction.catalog().references(table.id())) {
      tables.add(reference.table());
    }
    transaction.lockForDefinition(tables);
    transaction.checkRowsUnchanged(table);
    return createTable(made);
  }

  /**
   * Puts a table in the place of another one, whose rows it has got: with its name, and referred to
   * by those that referred to the other. The other one is gone.
   *
   * @param ordinals for each column of the old table its place in the new one; negative if it is
   *     gone, and then nothing must refer to it
   * @return the table as it is now
   */
  public TableDefinition replace(TableDefinition table, TableDefinition made, int[] ordinals) {
    for (Catalog.Reference reference : transaction.catalog().references(table.id())) {
      if (reference.table().id() != table.id() && reference.table().id() != made.id()) {
        referTo(reference.table().id(), table.id(), made.id(), ordinals);
      }
    }
    letViewsUse(table.id(), made.id());
    dropTrees(table);
    CatalogTree.remove(transaction.writes(), table.id());
    TableDefinition named =
        made.withName(table.schema(), table.name()).withVersion(table.version() + 1);
    store(named);
    return named;
  }

  /** Has the foreign keys of a table that refer to one table refer to another. */
  private void referTo(int referrer, int before, int after, int[] ordinals) {
    TableDefinition table = transaction.catalog().layout(referrer).definition();
    List<ForeignKey> keys = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      keys.add(
          key.referencedTableId() != before
              ? key
              : key.withReferenced(
                  after,
                  key.referencedColumns().stream().map(column -> ordinals[column]).toList()));
    }
    store(table.withForeignKeys(keys));
  }

  /** What is durable must not refer to what may be gone at the next opening. */
  private void checkReferences(TableDefinition table, List<ForeignKey> keys) {
    if (isVolatile(table)) {
      return;
    }
    for (ForeignKey key : keys) {
      if (key.referencedTableId() == table.id()) {
        continue;
      }
      TableDefinition target = transaction.catalog().layout(key.referencedTableId()).definition();
      if (isVolatile(target)) {
        throw new VolatileReferenceException(
            "foreign key "
                + key.name()
                + " of "
                + table.qualifiedName()
                + " refers to "
                + target.qualifiedName()
                + ", whose rows are gone when the database is closed, as engine "
                + target.engine()
                + " keeps them: only tables of such an engine may refer to it");
      }
    }
  }

  private boolean isVolatile(TableDefinition table) {
    return table.isStored() && transaction.tree().isVolatile(table.engine());
  }

  /**
   * Adds a foreign key, with an index if none serves it.
   *
   * @return the table as it is now
   * @throws ConstraintException if a row refers to nothing
   */
  public TableDefinition addForeignKey(TableDefinition table, ForeignKey key) {
    List<TableDefinition> tables = new ArrayList<>(List.of(table));
    if (key.referencedTableId() != table.id()) {
      tables.add(transaction.catalog().layout(key.referencedTableId()).definition());
    }
    transaction.lockForDefinition(tables);
    tables.forEach(transaction::checkRowsUnchanged);
    checkReferences(table, List.of(key));
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.add(key);
    TableDefinition changed = table.withForeignKeys(keys);
    if (ReferencedKey.find(TableLayout.of(table), key.columns(), false) == null) {
      IndexDefinition index = indexOf(table, key);
      changed = changed.withIndex(index);
      new IndexBuild(transaction, spillSpace, changed, index).run();
      takeId(changed, index.treeId());
    }
    store(changed);
    verifyReferences(changed, key);
    return changed;
  }

  /**
   * Looks whether what the rows of a table refer to is there.
   *
   * @throws ConstraintException if it is not
   */
  public void verifyReferences(TableDefinition table, ForeignKey key) {
    Catalog catalog = transaction.catalog();
    TableDefinition only = table.withForeignKeys(List.of(key));
    TableDefinition target = catalog.layout(key.referencedTableId()).definition();
    ForeignKeyVerifier verifier = new ForeignKeyVerifier(catalog, TableLayout.of(only));
    View view = transaction.view();
    TableCursor rows = new TableCursor(catalog.layout(table.id()), view);
    rows.open(view, KeyRange.ALL, false);
    for (long i = 1; rows.next(); i++) {
      verifier.verify(
          view.read,
          rows.row(),
          (broken, value) -> {
            throw value == null
                ? ForeignKeyCheck.mixed(table, broken)
                : ForeignKeyCheck.missing(table, broken, value, target);
          });
      if (i % CHECK_EVERY == 0) {
        transaction.checkCanceled();
      }
    }
  }

  // ------------------------------------------------------------------ sequences, views

  /** Makes a sequence whose ids come from {@link #newId}. */
  public void createSequence(SequenceDefinition sequence) {
    transaction.lockForDefinition(List.of());
    store(sequence);
    takeId(sequence.id());
    takeId(sequence.stateId());
  }

  /** Gives a sequence another definition. It goes on where it was unless the state is another. */
  public void redefine(SequenceDefinition sequence, SequenceDefinition changed) {
    transaction.lockForDefinition(List.of());
    if (changed.stateId() != sequence.stateId()) {
      SequencesTree.remove(transaction.writes(), sequence.stateId());
      takeId(changed.stateId());
    }
    store(changed);
  }

  /** Drops a sequence. */
  public void dropSequence(SequenceDefinition sequence) {
    transaction.lockForDefinition(List.of());
    CatalogTree.removeSequence(transaction.writes(), sequence.id());
    SequencesTree.remove(transaction.writes(), sequence.stateId());
    transaction.forgetDefinitions();
  }

  /** Makes a view whose id comes from {@link #newId}, or gives it another definition. */
  public void createView(ViewDefinition view) {
    transaction.lockForDefinition(List.of());
    CatalogTree.put(transaction.writes(), view);
    takeId(view.id());
    transaction.forgetDefinitions();
  }

  /** Drops a view. */
  public void dropView(ViewDefinition view) {
    transaction.lockForDefinition(List.of());
    CatalogTree.removeView(transaction.writes(), view.id());
    transaction.forgetDefinitions();
  }

  private void store(SequenceDefinition sequence) {
    CatalogTree.put(transaction.writes(), sequence);
    transaction.forgetDefinitions();
  }

  private void dropTrees(TableDefinition table) {
    StatisticsTree.remove(transaction.writes(), table.id());
    transaction.tree().dropTree(table.id());
    if (table.largeValues() != 0) {
      transaction.tree().dropTree(table.largeValues());
    }
    for (IndexDefinition index : table.indexes()) {
      transaction.tree().dropTree(index.treeId());
    }
  }

  private void store(TableDefinition table) {
    CatalogTree.put(transaction.writes(), table);
    transaction.forgetDefinitions();
  }
}
