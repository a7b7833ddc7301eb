package org.pydb.calcite.ddl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.TruncateStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableDesigner;
import org.pydb.engine.table.Transaction;

/** TRUNCATE: a definition, since emptied tables get new trees. */
final class TruncateExecutor {
  private final Transaction transaction;
  private final SearchPath path;

  TruncateExecutor(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  void execute(TruncateStatement statement) {
    Catalog catalog = transaction.catalog();
    Map<Integer, TableDefinition> tables = new LinkedHashMap<>();
    Map<Integer, SqlNode> places = new LinkedHashMap<>();
    for (SqlNode name : statement.names()) {
      TableDefinition table = RelationName.of((SqlIdentifier) name, path, catalog).table(catalog);
      tables.put(table.id(), table);
      places.putIfAbsent(table.id(), name);
    }
    if (statement.cascade()) {
      addReferrers(tables, catalog);
    } else {
      refuseIfReferred(tables, places, catalog);
    }
    if (statement.restartIdentity()) {
      tables.values().forEach(table -> restart(table, catalog));
    }
    transaction.design().truncate(tables.values());
  }

  /** Has the sequences that number a table's rows begin anew. */
  private void restart(TableDefinition table, Catalog catalog) {
    TableDesigner design = transaction.design();
    for (ColumnDefinition column : table.columns()) {
      for (SequenceDefinition sequence : SequenceOwner.of(column, catalog)) {
        design.redefine(sequence, sequence.withState(design.newId(), sequence.start()));
      }
    }
  }

  private static void addReferrers(Map<Integer, TableDefinition> tables, Catalog catalog) {
    Deque<TableDefinition> open = new ArrayDeque<>(tables.values());
    while (!open.isEmpty()) {
      for (Catalog.Reference reference : catalog.references(open.remove().id())) {
        if (tables.putIfAbsent(reference.table().id(), reference.table()) == null) {
          open.add(reference.table());
        }
      }
    }
  }

  private static void refuseIfReferred(
      Map<Integer, TableDefinition> tables, Map<Integer, SqlNode> places, Catalog catalog) {
    for (Map.Entry<Integer, SqlNode> place : places.entrySet()) {
      for (Catalog.Reference reference : catalog.references(place.getKey())) {
        if (!tables.containsKey(reference.table().id())) {
          String other = reference.table().name();
          throw new PlacedError(
              place.getValue(),
              "0A000",
              "cannot truncate a table referenced in a foreign key constraint: table \""
                  + other
                  + "\" references it by \""
                  + reference.foreignKey().name()
                  + "\"; truncate table \""
                  + other
                  + "\" at the same time, or use TRUNCATE … CASCADE");
        }
      }
    }
  }
}
