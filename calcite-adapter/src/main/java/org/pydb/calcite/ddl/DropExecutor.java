package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.DropStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableDesigner;
import org.pydb.engine.table.Transaction;

/** DROP TABLE and DROP INDEX. */
final class DropExecutor {
  private final Transaction transaction;
  private final String currentSchema;

  DropExecutor(Transaction transaction, String currentSchema) {
    this.transaction = transaction;
    this.currentSchema = currentSchema;
  }

  void execute(DropStatement statement) {
    for (SqlNode node : statement.names()) {
      SqlIdentifier name = (SqlIdentifier) node;
      if (statement.target() == DropStatement.Target.TABLE) {
        dropTable(statement, name);
      } else {
        dropIndex(statement, name);
      }
    }
  }

  private void dropTable(DropStatement statement, SqlIdentifier node) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(node, currentSchema, catalog);
    if (statement.ifExists() && catalog.table(name.schema(), name.name()) == null) {
      return;
    }
    TableDefinition table = name.table(catalog);
    List<Catalog.Reference> references = new ArrayList<>(catalog.references(table.id()));
    references.removeIf(
        reference -> isDroppedToo(statement, reference.table()) || isSame(reference, table));
    if (!references.isEmpty() && !statement.cascade()) {
      throw new PlacedError(
          node,
          "2BP01",
          "cannot drop table \""
              + table.name()
              + "\" because other objects depend on it: "
              + references.stream().map(DropExecutor::describe).collect(Collectors.joining(", "))
              + "; use DROP … CASCADE to drop them too");
    }
    // Those of tables that the same statement drops go here as well, whichever comes first.
    for (Catalog.Reference reference : catalog.references(table.id())) {
      TableDefinition other = transaction.catalog().table(reference.table().id());
      if (other != null && other.id() != table.id()) {
        transaction.design().dropForeignKey(other, reference.foreignKey().name());
      }
    }
    TableDefinition now = transaction.catalog().table(table.id());
    transaction.design().dropTable(now == null ? table : now);
  }

  private boolean isDroppedToo(DropStatement statement, TableDefinition table) {
    for (SqlNode other : statement.names()) {
      RelationName name =
          RelationName.of((SqlIdentifier) other, currentSchema, transaction.catalog());
      if (name.schema().equals(table.schema()) && name.name().equals(table.name())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Catalog.Reference reference, TableDefinition table) {
    return reference.table().id() == table.id();
  }

  private static String describe(Catalog.Reference reference) {
    return "constraint \""
        + reference.foreignKey().name()
        + "\" of table \""
        + reference.table().name()
        + "\"";
  }

  private void dropIndex(DropStatement statement, SqlIdentifier node) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(node, currentSchema, catalog);
    TableDefinition table = catalog.tableOfIndex(name.schema(), name.name());
    IndexDefinition index = table == null ? null : table.index(name.name());
    if (table == null || index == null) {
      if (statement.ifExists()) {
        return;
      }
      throw noSuchIndex(node, name, catalog);
    }
    refuseIfNeeded(node, table, index, catalog);
    transaction.design().dropIndex(table, index);
  }

  private static PlacedError noSuchIndex(SqlIdentifier node, RelationName name, Catalog catalog) {
    List<String> others =
        catalog.tables(name.schema()).stream()
            .flatMap(t -> t.indexes().stream())
            .map(IndexDefinition::name)
            .toList();
    for (TableDefinition table : catalog.tables(name.schema())) {
      PrimaryKey primaryKey = table.primaryKey();
      if (primaryKey != null && primaryKey.name().equals(name.name())) {
        return new PlacedError(
            node,
            "2BP01",
            "cannot drop index \""
                + name.name()
                + "\": it is the primary key of table \""
                + table.name()
                + "\"");
      }
    }
    return new PlacedError(
        node,
        "42704",
        "index \""
            + name.name()
            + "\" does not exist"
            + RelationName.suggestion(name.name(), others));
  }

  private static void refuseIfNeeded(
      SqlIdentifier node, TableDefinition table, IndexDefinition index, Catalog catalog) {
    String user = userOf(table, index, catalog);
    if (user != null) {
      throw new PlacedError(
          node,
          "2BP01",
          "cannot drop index \"" + index.name() + "\" because " + user + " requires it");
    }
  }

  /** What could not do without an index, or null. */
  private static @Nullable String userOf(
      TableDefinition table, IndexDefinition index, Catalog catalog) {
    if (index.origin() == IndexDefinition.Origin.UNIQUE_CONSTRAINT) {
      return "constraint \"" + index.name() + "\" of table \"" + table.name() + "\"";
    }
    TableDefinition without =
        table.withIndexes(
            table.indexes().stream().filter(i -> i.treeId() != index.treeId()).toList());
    for (ForeignKey key : table.foreignKeys()) {
      if (!TableDesigner.hasIndexFor(without, key.columns())) {
        return "foreign key \"" + key.name() + "\" of table \"" + table.name() + "\"";
      }
    }
    for (Catalog.Reference reference : catalog.references(table.id())) {
      if (!TableDesigner.hasKey(without, reference.foreignKey().referencedColumns())) {
        return "foreign key \""
            + reference.foreignKey().name()
            + "\" of table \""
            + reference.table().name()
            + "\"";
      }
    }
    return null;
  }
}
