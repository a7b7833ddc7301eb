package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.StatisticsTree;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
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
    TableDefinition made = withForeignKeyIndexes(table);
    store(made);
    takeId(made.id());
    made.indexes().forEach(index -> takeId(index.treeId()));
    return made;
  }

  /**
   * Has the redo of this transaction name a tree that may stay empty. Recovery learns from redo
   * which ids are taken; it reads no catalog. What is deleted here is not there.
   */
  private void takeId(int tree) {
    transaction.writes().delete(tree, false, Bytes.EMPTY, 0, 0);
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
    CatalogTree.remove(transaction.writes(), table.id());
    StatisticsTree.remove(transaction.writes(), table.id());
    transaction.tree().dropTree(table.id());
    for (IndexDefinition index : table.indexes()) {
      transaction.tree().dropTree(index.treeId());
    }
    transaction.forgetDefinitions();
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
    takeId(index.treeId());
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

  private void store(TableDefinition table) {
    CatalogTree.put(transaction.writes(), table);
    transaction.forgetDefinitions();
  }
}
