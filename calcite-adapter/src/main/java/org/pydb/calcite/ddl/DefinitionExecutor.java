package org.pydb.calcite.ddl;

import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CreateIndex;
import org.pydb.calcite.parser.CreateTable;
import org.pydb.calcite.parser.DropStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** Runs definition statements within a transaction. Used once, by one thread. */
public final class DefinitionExecutor {
  private final Transaction transaction;
  private final String currentSchema;
  private final Consumer<TableDefinition> check;

  /**
   * An executor.
   *
   * @param currentSchema what unqualified names are in
   * @param check is shown each table once it is made, and throws if a default or check of it makes
   *     no sense
   */
  public DefinitionExecutor(
      Transaction transaction, String currentSchema, Consumer<TableDefinition> check) {
    this.transaction = transaction;
    this.currentSchema = currentSchema;
    this.check = check;
  }

  /** Whether this is a definition statement. */
  public static boolean isDefinition(SqlNode statement) {
    return statement instanceof CreateTable
        || statement instanceof CreateIndex
        || statement instanceof DropStatement;
  }

  /**
   * Runs a statement.
   *
   * @throws PlacedError if it cannot be done; the transaction may then hold half of it
   */
  public void execute(SqlNode statement) {
    if (statement instanceof CreateTable createTable) {
      createTable(createTable);
    } else if (statement instanceof CreateIndex createIndex) {
      new IndexBuilder(transaction, currentSchema).execute(createIndex);
    } else {
      new DropExecutor(transaction, currentSchema).execute((DropStatement) statement);
    }
  }

  private void createTable(CreateTable statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(statement.name(), currentSchema, catalog);
    if (name.isTaken(catalog)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw new PlacedError(
          statement.name(), "42P07", "relation \"" + name.name() + "\" already exists");
    }
    TableDefinition table =
        new TableBuilder(
                statement,
                name,
                catalog,
                currentSchema,
                () -> transaction.design().newId(),
                TypeValidator.make())
            .build();
    check.accept(transaction.design().createTable(table));
  }
}
