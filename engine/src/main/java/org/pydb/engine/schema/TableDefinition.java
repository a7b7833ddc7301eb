package org.pydb.engine.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one table. Immutable; thread-safe. A change makes a new definition with
 * the same {@code id} and a higher {@code version}.
 *
 * @param id the table's identity and the tree of its rows; never reused
 * @param version counts the changes of this definition, from 1
 * @param schema the schema's name
 * @param name the table's name, unique in its schema
 * @param columns in order
 * @param primaryKey the key by which rows are ordered, or null: then a hidden row id orders them
 * @param indexes secondary indexes, in the order of their creation
 * @param checks conditions on rows
 * @param foreignKeys references to other tables
 * @param attributes what the layers above keep about the table; never read by the engine
 * @param largeValues the tree of values that are too large for rows; 0 in tables that were made by
 *     versions without one, which keep all values in their rows
 * @param engine the name of the engine that keeps the table's trees; {@link #BTREE} for the pages
 *     of the database's own file
 */
public record TableDefinition(
    int id,
    int version,
    String schema,
    String name,
    List<ColumnDefinition> columns,
    @Nullable PrimaryKey primaryKey,
    List<IndexDefinition> indexes,
    List<CheckConstraint> checks,
    List<ForeignKey> foreignKeys,
    Map<String, String> attributes,
    int largeValues,
    String engine) {

  /** The engine of tables that are in the pages of the database's own file. */
  public static final String BTREE = "btree";

  /** The attribute of tables, columns, sequences and views that holds a comment. */
  public static final String COMMENT = "comment";

  /**
   * The attribute that tells the table of a materialized view, and that view, which has the same
   * name: {@link #FILLED}, or {@link #EMPTY} until its rows are asked for.
   */
  public static final String MATERIALIZED = "materialized";

  /** Of a materialized view that has its rows. */
  public static final String FILLED = "filled";

  /** Of a materialized view that must not be read. */
  public static final String EMPTY = "empty";

  /** Takes copies of the lists and checks that ordinals are within the columns. */
  public TableDefinition {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    checks = List.copyOf(checks);
    foreignKeys = List.copyOf(foreignKeys);
    attributes = Map.copyOf(attributes);
    if (primaryKey != null) {
      for (int column : primaryKey.columns()) {
        if (columns.get(column).nullable()) {
          throw new IllegalArgumentException(
              "primary key column " + columns.get(column).name() + " is nullable");
        }
      }
    }
    for (IndexDefinition index : indexes) {
      for (KeyColumn column : index.columns()) {
        Objects.checkIndex(column.column(), columns.size());
      }
      for (int column : index.included()) {
        Objects.checkIndex(column, columns.size());
      }
      if (index.isPartial() && columns.get(index.condition()).type().kind() != ColumnKind.BOOLEAN) {
        throw new IllegalArgumentException(
            "column " + index.condition() + " of index " + index.name() + " is no condition");
      }
    }
    for (ForeignKey key : foreignKeys) {
      for (int column : key.columns()) {
        Objects.checkIndex(column, columns.size());
      }
    }
  }

  /** A table that has no tree for large values, or not yet. */
  public TableDefinition(
      int id,
      int version,
      String schema,
      String name,
      List<ColumnDefinition> columns,
      @Nullable PrimaryKey primaryKey,
      List<IndexDefinition> indexes,
      List<CheckConstraint> checks,
      List<ForeignKey> foreignKeys,
      Map<String, String> attributes) {
    this(
        id,
        version,
        schema,
        name,
        columns,
        primaryKey,
        indexes,
        checks,
        foreignKeys,
        attributes,
        0,
        BTREE);
  }

  /** Whether it is kept elsewhere than in the pages of the database's own file. */
  public boolean isStored() {
    return !engine.equals(BTREE);
  }

  /** The ordinal of the column with this name, or -1; that of a hidden column is no name. */
  public int columnOrdinal(String columnName) {
    int count = visibleCount();
    for (int i = 0; i < count; i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /** How many columns users see: the first ones. */
  public int visibleCount() {
    int count = columns.size();
    while (count > 0 && columns.get(count - 1).isHidden()) {
      count--;
    }
    return count;
  }

  /** The columns that users see. */
  public List<ColumnDefinition> visibleColumns() {
    return columns.subList(0, visibleCount());
  }

  /** The index with this name, or null. */
  public @Nullable IndexDefinition index(String indexName) {
    for (IndexDefinition index : indexes) {
      if (index.name().equals(indexName)) {
        return index;
      }
    }
    return null;
  }

  /** This table with one more index; the next version of the definition. */
  public TableDefinition withIndex(IndexDefinition index) {
    List<IndexDefinition> more = new ArrayList<>(indexes);
    more.add(index);
    return withIndexes(more);
  }

  /** This table with other indexes; the next version of the definition. */
  public TableDefinition withIndexes(List<IndexDefinition> newIndexes) {
    return changed(
        copy -> {
          copy.version++;
          copy.indexes = newIndexes;
        });
  }

  /** This table with other foreign keys; the next version of the definition. */
  public TableDefinition withForeignKeys(List<ForeignKey> newForeignKeys) {
    return changed(
        copy -> {
          copy.version++;
          copy.foreignKeys = newForeignKeys;
        });
  }

  /** This table by another name, perhaps elsewhere. */
  public TableDefinition withName(String newSchema, String newName) {
    return changed(
        copy -> {
          copy.schema = newSchema;
          copy.name = newName;
        });
  }

  /** This table with other columns; those that keys and indexes name stay in their places. */
  public TableDefinition withColumns(List<ColumnDefinition> newColumns) {
    return changed(copy -> copy.columns = newColumns);
  }

  /** This table with other conditions on its rows. */
  public TableDefinition withChecks(List<CheckConstraint> newChecks) {
    return changed(copy -> copy.checks = newChecks);
  }

  /** This table with another primary key, or none; its rows are in the order of that. */
  public TableDefinition withPrimaryKey(@Nullable PrimaryKey newKey) {
    return changed(copy -> copy.primaryKey = newKey);
  }

  /** This table with other attributes. */
  public TableDefinition withAttributes(Map<String, String> newAttributes) {
    return changed(copy -> copy.attributes = newAttributes);
  }

  /** This table at a version of its definition. */
  public TableDefinition withVersion(int newVersion) {
    return changed(copy -> copy.version = newVersion);
  }

  /** This table, which is new, kept by an engine. */
  public TableDefinition withEngine(String newEngine) {
    return changed(copy -> copy.engine = newEngine);
  }

  /** This table with a tree for large values. */
  public TableDefinition withLargeValues(int tree) {
    return changed(copy -> copy.largeValues = tree);
  }

  /**
   * This table with other trees, and so as another table of the same name; the first version of its
   * definition.
   *
   * @param tableIds the new ids of this table, and of others that it may refer to, by their old
   *     ones
   * @param treeIds gives each index and the large values a new tree
   */
  public TableDefinition withIds(Map<Integer, Integer> tableIds, IntSupplier treeIds) {
    List<IndexDefinition> newIndexes = new ArrayList<>();
    for (IndexDefinition index : indexes) {
      newIndexes.add(index.withTree(treeIds.getAsInt()));
    }
    List<ForeignKey> newForeignKeys = new ArrayList<>();
    for (ForeignKey key : foreignKeys) {
      int referenced = key.referencedTableId();
      newForeignKeys.add(
          key.withReferenced(
              tableIds.getOrDefault(referenced, referenced), key.referencedColumns()));
    }
    return changed(
        copy -> {
          copy.id = tableIds.getOrDefault(id, id);
          copy.version = 1;
          copy.indexes = newIndexes;
          copy.foreignKeys = newForeignKeys;
          copy.largeValues = largeValues == 0 ? 0 : treeIds.getAsInt();
        });
  }

  /**
   * The primary key if it is one that transactions may put off; null if there is none. {@link
   * #primaryKey} is null then: for all who count on a key, there is none.
   */
  public @Nullable IndexDefinition deferrablePrimaryKey() {
    for (IndexDefinition index : indexes) {
      if (index.origin() == IndexDefinition.Origin.PRIMARY_KEY) {
        return index;
      }
    }
    return null;
  }

  /** Whether it holds the rows of a materialized view. */
  public boolean isMaterialized() {
    return attributes.containsKey(MATERIALIZED);
  }

  /** {@code schema.name}, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  private TableDefinition changed(Consumer<Copy> change) {
    Copy copy = new Copy();
    change.accept(copy);
    return copy.make();
  }

  /** This table while it is changed into another definition. */
  private final class Copy {
    int id = TableDefinition.this.id;
    int version = TableDefinition.this.version;
    String schema = TableDefinition.this.schema;
    String name = TableDefinition.this.name;
    List<ColumnDefinition> columns = TableDefinition.this.columns;
    @Nullable PrimaryKey primaryKey = TableDefinition.this.primaryKey;
    List<IndexDefinition> indexes = TableDefinition.this.indexes;
    List<CheckConstraint> checks = TableDefinition.this.checks;
    List<ForeignKey> foreignKeys = TableDefinition.this.foreignKeys;
    Map<String, String> attributes = TableDefinition.this.attributes;
    int largeValues = TableDefinition.this.largeValues;
    String engine = TableDefinition.this.engine;

    TableDefinition make() {
      return new TableDefinition(
          id,
          version,
          schema,
          name,
          columns,
          primaryKey,
          indexes,
          checks,
          foreignKeys,
          attributes,
          largeValues,
          engine);
    }
  }
}
