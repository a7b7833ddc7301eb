package org.pydb.calcite.ddl;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.AlterAction;
import org.pydb.calcite.parser.AlterStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/** ALTER TABLE and ALTER INDEX: finds what is meant, and has each action done in turn. */
final class AlterExecutor {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  AlterExecutor(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  void execute(AlterStatement statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(statement.name(), path, catalog);
    if (statement.ifExists() && !name.isTaken(catalog)) {
      return;
    }
    switch (statement.target()) {
      case INDEX -> renameIndex(statement, name, catalog);
      case VIEW -> nameView(statement, name.view(catalog, false), catalog);
      case MATERIALIZED_VIEW -> nameView(statement, name.view(catalog, true), catalog);
      case TABLE -> {
        TableDefinition table = name.table(catalog);
        TableDefinition now = table;
        for (SqlNode action : statement.actions()) {
          now = execute((AlterAction) action, now);
        }
        statements.check(now);
      }
      case SEQUENCE -> throw new IllegalStateException("not of a table");
    }
  }

  private TableDefinition execute(AlterAction action, TableDefinition table) {
    transaction.design().lock(table);
    ColumnAlteration columns = new ColumnAlteration(transaction, path, statements, table);
    ConstraintAlteration constraints =
        new ConstraintAlteration(transaction, path, statements, table);
    return switch (action.kind()) {
      case ADD_COLUMN -> columns.add(action);
      case DROP_COLUMN -> columns.drop(action);
      case RENAME_COLUMN -> columns.rename(action);
      case SET_TYPE -> columns.setType(action);
      case SET_DEFAULT, DROP_DEFAULT -> columns.setDefault(action);
      case SET_NOT_NULL -> columns.setNotNull(action);
      case DROP_NOT_NULL -> columns.dropNotNull(action);
      case ADD_IDENTITY, SET_GENERATED, DROP_IDENTITY, RESTART ->
          new IdentityAlteration(transaction, table).execute(action);
      case DROP_EXPRESSION -> columns.dropExpression(action);
      case ADD_CONSTRAINT -> constraints.add(action.what(), null);
      case DROP_CONSTRAINT -> constraints.drop(action);
      case RENAME_CONSTRAINT -> constraints.rename(action.name(), action.newName());
      case RENAME -> move(table, table.schema(), action.name().getSimple(), action.name());
      case SET_SCHEMA -> {
        RelationName.checkSchema(action.name(), action.name().getSimple(), transaction.catalog());
        yield move(table, action.name().getSimple(), table.name(), action.name());
      }
    };
  }

  // ------------------------------------------------------------------ names

  private TableDefinition move(
      TableDefinition table, String schema, String name, SqlIdentifier place) {
    Catalog catalog = transaction.catalog();
    checkFree(catalog, schema, name, place);
    new ViewExecutor(transaction, path, statements).rename(table.id(), schema, name);
    boolean isElsewhere = !schema.equals(table.schema());
    if (isElsewhere) {
      for (IndexDefinition index : table.indexes()) {
        checkFree(catalog, schema, index.name(), place);
      }
      PrimaryKey key = table.primaryKey();
      if (key != null) {
        checkFree(catalog, schema, key.name(), place);
      }
      moveSequences(table, schema, place);
    }
    TableDefinition same = transaction.catalog().layout(table.id()).definition();
    TableDefinition named = same.withName(schema, name);
    return transaction.design().redefine(same, Checks.requalified(named, table.name()));
  }

  private void moveSequences(TableDefinition table, String schema, SqlIdentifier place) {
    for (SequenceDefinition sequence : IdentityAlteration.sequences(transaction, table)) {
      checkFree(transaction.catalog(), schema, sequence.name(), place);
      SequenceDefinition moved = sequence.withName(schema, sequence.name());
      transaction.design().redefine(sequence, moved);
      new SequenceExecutor(transaction, path).followName(sequence, moved);
    }
  }

  private void renameIndex(AlterStatement statement, RelationName name, Catalog catalog) {
    AlterAction action = (AlterAction) statement.actions().get(0);
    if (action.kind() != AlterAction.Kind.RENAME) {
      throw new PlacedError(
          action, "0A000", "an index is in the schema of its table: ALTER TABLE … SET SCHEMA");
    }
    for (TableDefinition table : catalog.tables(name.schema())) {
      PrimaryKey key = table.primaryKey();
      if (table.index(name.name()) != null || (key != null && key.name().equals(name.name()))) {
        transaction.design().lock(table);
        TableDefinition unused =
            new ConstraintAlteration(transaction, path, statements, table)
                .renameIndex(name.name(), action.name());
        return;
      }
    }
    throw new PlacedError(
        statement.name(), "42P01", "relation \"" + name.name() + "\" does not exist");
  }

  private void nameView(AlterStatement statement, ViewDefinition view, Catalog catalog) {
    AlterAction action = (AlterAction) statement.actions().get(0);
    String said = action.name().getSimple();
    boolean isMove = action.kind() == AlterAction.Kind.SET_SCHEMA;
    if (isMove) {
      RelationName.checkSchema(action.name(), said, catalog);
    }
    String schema = isMove ? said : view.schema();
    String name = isMove ? view.name() : said;
    checkFree(catalog, schema, name, action.name());
    new ViewExecutor(transaction, path, statements).rename(view.id(), schema, name);
    TableDefinition rows = view.isMaterialized() ? catalog.table(view.schema(), view.name()) : null;
    if (rows != null) {
      transaction.design().lock(rows);
      TableDefinition unused = move(rows, schema, name, action.name());
    }
    transaction.design().createView(view.withName(schema, name));
  }

  private static void checkFree(Catalog catalog, String schema, String name, SqlIdentifier place) {
    if (catalog.isTaken(schema, name)) {
      throw new PlacedError(
          place, "42P07", "relation \"" + name + "\" already exists in schema \"" + schema + "\"");
    }
  }
}
