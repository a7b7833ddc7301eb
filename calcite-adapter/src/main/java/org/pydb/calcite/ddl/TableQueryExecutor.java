package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CreateTableAs;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** CREATE TABLE AS: a table with the columns of a query, and with its rows. */
final class TableQueryExecutor {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  TableQueryExecutor(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  void execute(CreateTableAs statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.ofNew(statement.name(), path, catalog);
    if (name.isTaken(catalog)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw RelationName.taken(statement.name(), name.name());
    }
    TableDefinition table =
        transaction
            .design()
            .createTable(
                new TableDefinition(
                    transaction.design().newId(),
                    1,
                    name.schema(),
                    name.name(),
                    columns(statement),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of()));
    if (statement.withData()) {
      statements.change(
          new InsertStatement(
              Trees.NOWHERE,
              Trees.name(table.schema(), table.name()),
              null,
              null,
              Trees.copy(statement.query()),
              null,
              null));
    }
  }

  private List<ColumnDefinition> columns(CreateTableAs statement) {
    List<ColumnInfo> found = statements.columns(Trees.copy(statement.query()));
    if (statement.columns().size() > found.size()) {
      throw new PlacedError(statement.columns(), "42601", "too many column names were specified");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      SqlNode given = i < statement.columns().size() ? statement.columns().get(i) : null;
      String name = given == null ? found.get(i).label() : ((SqlIdentifier) given).getSimple();
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new PlacedError(
            given == null ? statement.query() : given,
            "42701",
            "column \"" + name + "\" specified more than once");
      }
      columns.add(new ColumnDefinition(name, found.get(i).type(), true));
    }
    return columns;
  }
}
