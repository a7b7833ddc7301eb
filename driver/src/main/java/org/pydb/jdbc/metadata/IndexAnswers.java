package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/**
 * Indexes. The primary key is one too: the rows themselves lie in its order, so it is the clustered
 * one. Stateless.
 */
final class IndexAnswers {

  private IndexAnswers() {}

  static Answer indexes(
      CatalogView catalog, Predicate<TableDefinition> selection, boolean uniqueOnly) {
    Answer answer = new Answer(Shapes.INDEXES);
    for (TableDefinition table : catalog.tables()) {
      if (selection.test(table)) {
        addPrimaryKey(answer, catalog, table);
        for (IndexDefinition index : table.indexes()) {
          if (index.isUniqueInTheEnd() || !uniqueOnly) {
            addIndex(answer, catalog, table, index);
          }
        }
      }
    }
    return answer;
  }

  private static void addPrimaryKey(Answer answer, CatalogView catalog, TableDefinition table) {
    PrimaryKey key = table.primaryKey();
    if (key != null) {
      List<KeyColumn> columns = key.columns().stream().map(KeyColumn::ascending).toList();
      add(
          answer,
          table,
          key.name(),
          columns,
          true,
          DatabaseMetaData.tableIndexClustered,
          catalog.rowCount(table),
          null);
    }
  }

  private static void addIndex(
      Answer answer, CatalogView catalog, TableDefinition table, IndexDefinition index) {
    add(
        answer,
        table,
        index.name(),
        index.columns(),
        index.isUniqueInTheEnd(),
        DatabaseMetaData.tableIndexOther,
        hasOneEntryPerValue(table, index) ? catalog.rowCount(table) : null,
        index.isPartial() ? table.columns().get(index.condition()).name() : null);
  }

  /** How many different values other indexes hold nobody counts. */
  private static boolean hasOneEntryPerValue(TableDefinition table, IndexDefinition index) {
    return index.isUniqueInTheEnd()
        && !index.isPartial()
        && index.columns().stream().noneMatch(c -> table.columns().get(c.column()).nullable());
  }

  private static void add(
      Answer answer,
      TableDefinition table,
      String name,
      List<KeyColumn> columns,
      boolean unique,
      short type,
      @Nullable Long cardinality,
      @Nullable String condition) {
    for (int i = 0; i < columns.size(); i++) {
      KeyColumn column = columns.get(i);
      answer.add(
          null,
          table.schema(),
          table.name(),
          !unique,
          null,
          name,
          type,
          i + 1,
          table.columns().get(column.column()).name(),
          column.descending() ? "D" : "A",
          cardinality,
          null,
          condition);
    }
  }
}
