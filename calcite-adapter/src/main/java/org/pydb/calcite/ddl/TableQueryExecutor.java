package org.pydb.calcite.ddl;

import java.util.List;
import java.util.Map;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.catalog.SearchPath;
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
    RelationName name =
        statement.life().isTemporary()
            ? RelationName.ofNewTemporary(statement.name(), path)
            : RelationName.ofNew(statement.name(), path, catalog);
    if (name.isTaken(catalog)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw RelationName.taken(statement.name(), name.name());
    }
    if (statement.life().isTemporary()) {
      TemporaryTables.makeSchema(transaction, name.schema());
    }
    String engine = TableEngine.of(statement.engine(), transaction.design().engines());
    TableDefinition table =
        transaction
            .design()
            .createTable(
                TemporaryTables.living(
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
                            Map.of())
                        .withEngine(engine),
                    statement.life()));
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
    return ViewExecutor.columns(found, statement.columns(), statement.query());
  }
}
