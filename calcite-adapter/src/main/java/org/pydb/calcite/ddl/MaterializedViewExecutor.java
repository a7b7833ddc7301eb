package org.pydb.calcite.ddl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.parser.CreateTableAs;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.parser.RefreshStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/**
 * CREATE and REFRESH MATERIALIZED VIEW. Such a view is two things of one name: a view that has the
 * query and knows what it uses, and a table that has the rows, which is what queries read. An
 * attribute of both says so, and keeps everybody else from changing the table.
 */
final class MaterializedViewExecutor {

  /** The error of whoever reads one without rows. */
  static final String NOT_FILLED = "55000";

  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  MaterializedViewExecutor(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  void create(CreateTableAs statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.ofNew(statement.name(), path, catalog);
    if (name.isTaken(catalog)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw RelationName.taken(statement.name(), name.name());
    }
    ViewDefinition view =
        new ViewExecutor(transaction, path, statements)
            .definition(name, null, statement.columns(), statement.query());
    TableDefinition table =
        transaction
            .design()
            .createTable(
                new TableDefinition(
                    transaction.design().newId(),
                    1,
                    name.schema(),
                    name.name(),
                    view.columns(),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of()));
    transaction.design().createView(view.withAttributes(Map.of(TableDefinition.MATERIALIZED, "")));
    fill(table, view, statement.withData());
  }

  void refresh(RefreshStatement statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(statement.name(), path, catalog);
    ViewDefinition view = name.view(catalog, true);
    transaction.design().lock(table(view));
    transaction.design().truncate(List.of(table(view)));
    TableDefinition open = redefined(table(view), null); // Until it has its rows.
    fill(open, view, statement.withData());
  }

  private void fill(TableDefinition table, ViewDefinition view, boolean withData) {
    if (withData) {
      SqlNode query = Trees.parseQuery(view.query());
      SqlIdentifier target = Trees.name(table.schema(), table.name());
      statements.change(new InsertStatement(Trees.NOWHERE, target, null, null, query, null, null));
    }
    TableDefinition unused =
        redefined(table, withData ? TableDefinition.FILLED : TableDefinition.EMPTY);
  }

  private TableDefinition table(ViewDefinition view) {
    TableDefinition table = transaction.catalog().table(view.schema(), view.name());
    if (table == null) {
      throw new IllegalStateException(view.qualifiedName() + " has no table");
    }
    return table;
  }

  private TableDefinition redefined(TableDefinition table, @Nullable String state) {
    Map<String, String> attributes = new HashMap<>(table.attributes());
    if (state == null) {
      attributes.remove(TableDefinition.MATERIALIZED);
    } else {
      attributes.put(TableDefinition.MATERIALIZED, state);
    }
    return transaction.design().redefine(table, table.withAttributes(attributes));
  }
}
