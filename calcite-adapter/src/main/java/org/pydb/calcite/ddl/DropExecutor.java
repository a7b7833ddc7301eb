package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.DropStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.TableDesigner;
import org.pydb.engine.table.Transaction;

/** DROP. */
final class DropExecutor {
  private final Transaction transaction;
  private final SearchPath path;

  DropExecutor(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  void execute(DropStatement statement) {
    switch (statement.target()) {
      case INDEX -> statement.names().forEach(name -> dropIndex(statement, (SqlIdentifier) name));
      case SCHEMA -> statement.names().forEach(name -> dropSchema(statement, (SqlIdentifier) name));
      default -> dropRelations(statement);
    }
  }

  private void dropRelations(DropStatement statement) {
    Removal removal = new Removal(transaction);
    Catalog catalog = transaction.catalog();
    SqlIdentifier first = null;
    for (SqlNode node : statement.names()) {
      RelationName name = RelationName.of((SqlIdentifier) node, path, catalog);
      if (statement.ifExists() && !name.isTaken(catalog)) {
        continue;
      }
      first = first == null ? name.node() : first;
      switch (statement.target()) {
        case TABLE -> removal.add(name.table(catalog));
        case SEQUENCE -> removal.add(unowned(name, catalog));
        default ->
            removal.add(
                name.view(catalog, statement.target() == DropStatement.Target.MATERIALIZED_VIEW));
      }
    }
    if (first != null) {
      String kind = statement.target().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String named = kind + " \"" + first.names.get(first.names.size() - 1) + "\"";
      removal.complete(first, named, statement.cascade());
      removal.run();
    }
  }

  /** A sequence that may be dropped by itself: one of an identity column may not. */
  private static SequenceDefinition unowned(RelationName name, Catalog catalog) {
    SequenceDefinition sequence = name.sequence(catalog);
    for (TableDefinition table : catalog.tables()) {
      for (ColumnDefinition column : table.columns()) {
        Identity identity = column.identity();
        if (identity != null
            && identity.sequenceId() == sequence.id()
            && identity.kind() != Identity.Kind.SERIAL) {
          throw new PlacedError(
              name.node(),
              "2BP01",
              "cannot drop sequence \""
                  + sequence.name()
                  + "\" because column \""
                  + column.name()
                  + "\" of table \""
                  + table.name()
                  + "\" requires it");
        }
      }
    }
    return sequence;
  }

  private void dropSchema(DropStatement statement, SqlIdentifier node) {
    Catalog catalog = transaction.catalog();
    String schema = node.names.get(node.names.size() - 1);
    if (statement.ifExists() && !catalog.hasSchema(schema)) {
      return;
    }
    RelationName.checkSchema(node, schema, catalog);
    if (schema.equals(Catalog.DEFAULT_SCHEMA)) {
      throw new PlacedError(
          node, "0A000", "schema \"" + schema + "\" cannot be dropped: each database has it");
    }
    List<String> contents = new ArrayList<>();
    Removal removal = new Removal(transaction);
    for (TableDefinition table : catalog.tables(schema)) {
      if (!table.isMaterialized()) {
        contents.add("table \"" + table.name() + "\"");
        removal.add(table);
      }
    }
    for (ViewDefinition view : catalog.views()) {
      if (view.schema().equals(schema)) {
        contents.add(view.description());
        removal.add(view);
      }
    }
    for (SequenceDefinition sequence : catalog.sequences()) {
      if (sequence.schema().equals(schema)) {
        contents.add("sequence \"" + sequence.name() + "\"");
        removal.add(sequence);
      }
    }
    if (!contents.isEmpty() && !statement.cascade()) {
      throw new PlacedError(
          node,
          "2BP01",
          "cannot drop schema \""
              + schema
              + "\" because other objects depend on it: "
              + String.join(", ", contents)
              + "; use DROP … CASCADE to drop them too");
    }
    removal.complete(node, "schema \"" + schema + "\"", true);
    removal.run();
    transaction.design().dropSchema(schema);
  }

  private void dropIndex(DropStatement statement, SqlIdentifier node) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(node, path, catalog);
    TableDefinition table = catalog.tableOfIndex(name.schema(), name.name());
    IndexDefinition index = table == null ? null : table.index(name.name());
    if (table == null || index == null) {
      if (statement.ifExists()) {
        return;
      }
      throw noSuchIndex(node, name, catalog);
    }
    refuseIfNeeded(node, table, index, catalog);
    TableDefinition now = transaction.design().dropIndex(table, index);
    TableDefinition without = HiddenColumns.withoutUnused(now);
    if (!without.equals(now)) {
      transaction.design().redefine(now, without);
    }
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
    if (index.isConstraint()) {
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
