package org.pydb.calcite.ddl;

import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
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
  private final SqlValidator validator;
  private final Consumer<TableDefinition> check;

  /**
   * An executor.
   *
   * @param currentSchema what unqualified names are in
   * @param validator knows the types
   * @param check is shown each new table and throws if a default or check makes no sense
   */
  public DefinitionExecutor(
      Transaction transaction,
      String currentSchema,
      SqlValidator validator,
      Consumer<TableDefinition> check) {
    this.transaction = transaction;
    this.currentSchema = currentSchema;
    this.validator = validator;
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
                validator)
            .build();
    check.accept(table);
    transaction.design().createTable(table);
  }
}
