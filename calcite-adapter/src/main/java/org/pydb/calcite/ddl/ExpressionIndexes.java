package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.parser.CreateIndex;
import org.pydb.calcite.parser.IndexColumn;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Indexes with expressions over a column that is about to change: taken away, and made again by the
 * statements that would make them.
 */
final class ExpressionIndexes {
  private final TableDefinition table;
  private final List<IndexDefinition> indexes;

  private ExpressionIndexes(TableDefinition table, List<IndexDefinition> indexes) {
    this.table = table;
    this.indexes = indexes;
  }

  /** Those of a table that compute something of a column. */
  static ExpressionIndexes over(TableDefinition table, int ordinal) {
    return new ExpressionIndexes(
        table,
        table.indexes().stream()
            .filter(
                index ->
                    hasExpression(table, index) && HiddenColumns.usesColumn(table, index, ordinal))
            .toList());
  }

  private static boolean hasExpression(TableDefinition table, IndexDefinition index) {
    for (int i = table.visibleCount(); i < table.columns().size(); i++) {
      if (index.uses(i)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return indexes.isEmpty();
  }

  /** Drops them; the table as it is then. */
  TableDefinition drop(Transaction transaction) {
    TableDefinition now = table;
    for (IndexDefinition index : indexes) {
      now = transaction.design().dropIndex(now, index);
    }
    return transaction.design().redefine(now, HiddenColumns.withoutUnused(now));
  }

  /** Makes them again; the table as it is then. */
  TableDefinition make(
      Transaction transaction, SearchPath path, Statements statements, TableDefinition changed) {
    for (IndexDefinition index : indexes) {
      new IndexBuilder(transaction, path, statements).execute(statement(index));
    }
    TableDefinition now = transaction.catalog().table(changed.schema(), changed.name());
    if (now == null) {
      throw new IllegalStateException(changed.qualifiedName() + " has vanished");
    }
    return now;
  }

  private CreateIndex statement(IndexDefinition index) {
    List<IndexColumn> key = new ArrayList<>();
    for (KeyColumn column : index.columns()) {
      key.add(
          new IndexColumn(
              Trees.NOWHERE,
              HiddenColumns.value(column(column.column())),
              column.descending(),
              column.nullsFirst()));
    }
    @Nullable ColumnDefinition condition = index.isPartial() ? column(index.condition()) : null;
    return new CreateIndex(
        Trees.NOWHERE,
        index.unique(),
        false,
        Trees.name(index.name()),
        Trees.name(table.schema(), table.name()),
        new SqlNodeList(key, Trees.NOWHERE),
        index.included().stream()
            .map(ordinal -> Trees.name(column(ordinal).name()))
            .collect(Collectors.toCollection(() -> new SqlNodeList(Trees.NOWHERE))),
        condition == null ? null : HiddenColumns.value(condition),
        index.nullsNotDistinct());
  }

  private ColumnDefinition column(int ordinal) {
    return table.columns().get(ordinal);
  }
}
