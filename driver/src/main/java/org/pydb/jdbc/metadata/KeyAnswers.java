package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/** Primary and foreign keys. Stateless. */
final class KeyAnswers {

  private KeyAnswers() {}

  static Answer primaryKeys(CatalogView catalog, Predicate<TableDefinition> selection) {
    Answer answer = new Answer(Shapes.PRIMARY_KEYS);
    for (TableDefinition table : catalog.tables()) {
      PrimaryKey key = table.primaryKey();
      IndexDefinition deferrable = table.deferrablePrimaryKey();
      if (key != null && selection.test(table)) {
        addPrimaryKey(answer, table, key.name(), key.columns());
      } else if (deferrable != null && selection.test(table)) {
        addPrimaryKey(answer, table, deferrable.name(), deferrable.keyColumns());
      }
    }
    return answer;
  }

  private static void addPrimaryKey(
      Answer answer, TableDefinition table, String name, List<Integer> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String column = table.columns().get(columns.get(i)).name();
      answer.add(null, table.schema(), table.name(), column, i + 1, name);
    }
  }

  /** The foreign keys by which tables of one selection refer to tables of another. */
  static Answer foreignKeys(
      CatalogView catalog,
      Predicate<TableDefinition> referenced,
      Predicate<TableDefinition> referencing) {
    Answer answer = new Answer(Shapes.FOREIGN_KEYS);
    for (TableDefinition table : catalog.tables()) {
      if (referencing.test(table)) {
        for (ForeignKey key : table.foreignKeys()) {
          TableDefinition target = catalog.table(key.referencedTableId());
          if (referenced.test(target)) {
            addForeignKey(answer, table, key, target);
          }
        }
      }
    }
    return answer;
  }

  private static void addForeignKey(
      Answer answer, TableDefinition table, ForeignKey key, TableDefinition target) {
    for (int i = 0; i < key.columns().size(); i++) {
      answer.add(
          null,
          target.schema(),
          target.name(),
          target.columns().get(key.referencedColumns().get(i)).name(),
          null,
          table.schema(),
          table.name(),
          table.columns().get(key.columns().get(i)).name(),
          i + 1,
          rule(key.onUpdate()),
          rule(key.onDelete()),
          key.name(),
          referencedKeyName(key, target),
          deferrability(key.deferral()));
    }
  }

  private static int deferrability(Deferral deferral) {
    return switch (deferral) {
      case NONE -> DatabaseMetaData.importedKeyNotDeferrable;
      case INITIALLY_IMMEDIATE -> DatabaseMetaData.importedKeyInitiallyImmediate;
      case INITIALLY_DEFERRED -> DatabaseMetaData.importedKeyInitiallyDeferred;
    };
  }

  private static int rule(ForeignKey.Action action) {
    return switch (action) {
      case NO_ACTION -> DatabaseMetaData.importedKeyNoAction;
      case RESTRICT -> DatabaseMetaData.importedKeyRestrict;
      case CASCADE -> DatabaseMetaData.importedKeyCascade;
      case SET_NULL -> DatabaseMetaData.importedKeySetNull;
      case SET_DEFAULT -> DatabaseMetaData.importedKeySetDefault;
    };
  }

  /** The primary key, or the unique index, with the columns that are referred to. */
  private static @Nullable String referencedKeyName(ForeignKey key, TableDefinition target) {
    Set<Integer> columns = Set.copyOf(key.referencedColumns());
    PrimaryKey primaryKey = target.primaryKey();
    if (primaryKey != null && columns.equals(Set.copyOf(primaryKey.columns()))) {
      return primaryKey.name();
    }
    for (IndexDefinition index : target.indexes()) {
      List<Integer> indexed = index.columns().stream().map(KeyColumn::column).toList();
      if (index.unique() && columns.equals(Set.copyOf(indexed))) {
        return index.name();
      }
    }
    return null;
  }
}
