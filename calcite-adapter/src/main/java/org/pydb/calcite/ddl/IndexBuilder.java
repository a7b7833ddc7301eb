package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CreateIndex;
import org.pydb.calcite.parser.IndexColumn;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** CREATE INDEX. */
final class IndexBuilder {
  private final Transaction transaction;
  private final SearchPath path;

  IndexBuilder(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  void execute(CreateIndex statement) {
    Catalog catalog = transaction.catalog();
    RelationName tableName = RelationName.of(statement.table(), path, catalog);
    TableDefinition table = tableName.tableOrMaterializedView(catalog);
    List<KeyColumn> columns = columns(statement, table);
    SqlIdentifier given = statement.name();
    String name = given == null ? freeName(table, columns, catalog) : given.getSimple();
    if (given != null && catalog.isTaken(table.schema(), name)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw RelationName.taken(given, name);
    }
    transaction
        .design()
        .createIndex(
            table,
            new IndexDefinition(
                transaction.design().newId(),
                name,
                columns,
                statement.unique(),
                IndexDefinition.Origin.DECLARED));
  }

  private static List<KeyColumn> columns(CreateIndex statement, TableDefinition table) {
    List<KeyColumn> columns = new ArrayList<>();
    for (SqlNode node : statement.columns()) {
      IndexColumn column = (IndexColumn) node;
      int ordinal = ColumnNames.ordinal(column.name(), table.columns(), table.name());
      if (columns.stream().anyMatch(other -> other.column() == ordinal)) {
        throw new PlacedError(
            column, "42701", "column \"" + column.name() + "\" appears twice in the index");
      }
      KeyTypes.check(column, table.columns().get(ordinal));
      columns.add(new KeyColumn(ordinal, column.descending(), column.nullsFirst()));
    }
    return columns;
  }

  private static String freeName(TableDefinition table, List<KeyColumn> columns, Catalog catalog) {
    String stem =
        table.name()
            + "_"
            + columns.stream()
                .map(column -> table.columns().get(column.column()).name())
                .collect(Collectors.joining("_"))
            + "_idx";
    String name = stem;
    for (int i = 1; catalog.isTaken(table.schema(), name); i++) {
      name = stem + i;
    }
    return name;
  }
}
