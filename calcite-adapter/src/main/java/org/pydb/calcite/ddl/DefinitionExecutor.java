package org.pydb.calcite.ddl;

import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.AlterStatement;
import org.pydb.calcite.parser.CommentStatement;
import org.pydb.calcite.parser.CreateIndex;
import org.pydb.calcite.parser.CreateSchema;
import org.pydb.calcite.parser.CreateSequence;
import org.pydb.calcite.parser.CreateTable;
import org.pydb.calcite.parser.CreateTableAs;
import org.pydb.calcite.parser.CreateView;
import org.pydb.calcite.parser.DropStatement;
import org.pydb.calcite.parser.RefreshStatement;
import org.pydb.calcite.parser.TruncateStatement;
import org.pydb.calcite.system.SystemTables;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** Runs definition statements within a transaction. Used once, by one thread. */
public final class DefinitionExecutor {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  /**
   * An executor.
   *
   * @param path where unqualified names are looked up, and made
   * @param statements runs statements in the same transaction
   */
  public DefinitionExecutor(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  /** Whether this is a definition statement. */
  public static boolean isDefinition(SqlNode statement) {
    return statement instanceof CreateTable
        || statement instanceof CreateIndex
        || statement instanceof CreateSchema
        || statement instanceof CreateSequence
        || statement instanceof CreateTableAs
        || statement instanceof CreateView
        || statement instanceof RefreshStatement
        || statement instanceof CommentStatement
        || statement instanceof AlterStatement
        || statement instanceof DropStatement
        || statement instanceof TruncateStatement;
  }

  /**
   * Runs a statement.
   *
   * @throws PlacedError if it cannot be done; the transaction may then hold half of it
   */
  public void execute(SqlNode statement) {
    if (!(statement instanceof CreateTableAs)) {
      refuseParameters(statement);
    }
    if (statement instanceof CreateTable createTable) {
      createTable(createTable);
    } else if (statement instanceof CreateIndex createIndex) {
      new IndexBuilder(transaction, path, statements).execute(createIndex);
    } else if (statement instanceof CreateView view) {
      new ViewExecutor(transaction, path, statements).create(view);
    } else if (statement instanceof RefreshStatement refresh) {
      new MaterializedViewExecutor(transaction, path, statements).refresh(refresh);
    } else if (statement instanceof CreateTableAs createTableAs) {
      if (createTableAs.kind() == CreateTableAs.Kind.TABLE) {
        new TableQueryExecutor(transaction, path, statements).execute(createTableAs);
      } else {
        new MaterializedViewExecutor(transaction, path, statements).create(createTableAs);
      }
    } else if (statement instanceof CommentStatement comment) {
      new CommentExecutor(transaction, path).execute(comment);
    } else if (statement instanceof CreateSchema createSchema) {
      createSchema(createSchema);
    } else if (statement instanceof CreateSequence createSequence) {
      new SequenceExecutor(transaction, path).create(createSequence);
    } else if (statement instanceof AlterStatement alter) {
      if (alter.target() == AlterStatement.Target.SEQUENCE) {
        new SequenceExecutor(transaction, path).alter(alter);
      } else {
        new AlterExecutor(transaction, path, statements).execute(alter);
      }
    } else if (statement instanceof TruncateStatement truncate) {
      new TruncateExecutor(transaction, path).execute(truncate);
    } else {
      new DropExecutor(transaction, path).execute((DropStatement) statement);
    }
  }

  private static void refuseParameters(SqlNode statement) {
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            throw new PlacedError(
                parameter,
                "42P02",
                "there is no parameter here: a definition keeps values, not places");
          }
        });
  }

  private void createSchema(CreateSchema statement) {
    String name = statement.name().getSimple();
    if (transaction.catalog().hasSchema(name)) {
      if (statement.ifNotExists()) {
        return;
      }
      throw new PlacedError(statement.name(), "42P06", "schema \"" + name + "\" already exists");
    }
    if (name.startsWith("pg_") || SystemTables.isSchema(name)) {
      throw new PlacedError(
          statement.name(),
          "42939",
          "unacceptable schema name \"" + name + "\": names of system schemas are reserved");
    }
    transaction.design().createSchema(name);
  }

  private void createTable(CreateTable statement) {
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
    TableBuilder builder =
        new TableBuilder(
            statement,
            name,
            catalog,
            path,
            () -> transaction.design().newId(),
            TypeValidator.make());
    if (statement.life().isTemporary()) {
      TemporaryTables.makeSchema(transaction, name.schema());
    }
    String engine = TableEngine.of(statement.engine(), transaction.design().engines());
    TableDefinition table =
        TemporaryTables.living(builder.build(), statement.life()).withEngine(engine);
    builder.sequences().forEach(transaction.design()::createSequence);
    statements.checkNew(transaction.design().createTable(table));
  }
}
