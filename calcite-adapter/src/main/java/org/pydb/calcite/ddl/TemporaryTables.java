package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.TableLife;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;

/**
 * The tables of one session: like others, but in a schema of the session's own, which goes with the
 * session, or when a database is opened that was not closed. Stateless.
 */
public final class TemporaryTables {

  /** The attribute of a table that tells what becomes of it at a commit. */
  private static final String LIFE = "life";

  private TemporaryTables() {}

  /** Makes the schema of a session, unless it is there. */
  static void makeSchema(Transaction transaction, String schema) {
    if (!transaction.catalog().hasSchema(schema)) {
      transaction.design().createSchema(schema);
    }
  }

  /** A table that lives so long. */
  static TableDefinition living(TableDefinition table, TableLife life) {
    if (!life.isTemporary()) {
      return table;
    }
    Map<String, String> attributes = new HashMap<>(table.attributes());
    attributes.put(LIFE, life.name());
    return table.withAttributes(attributes);
  }

  /**
   * Looks whether a foreign key stays among temporary tables, or among others.
   *
   * @throws PlacedError 42P16 if it does not
   */
  static void checkReference(SqlNode place, TableDefinition own, TableDefinition target) {
    boolean isOwn = TemporarySchemas.isOne(own.schema());
    if (isOwn != TemporarySchemas.isOne(target.schema())) {
      throw new PlacedError(
          place,
          "42P16",
          isOwn
              ? "constraints on temporary tables may reference only temporary tables"
              : "constraints on permanent tables may reference only permanent tables");
    }
  }

  /** Does what is to be done with a session's tables before a transaction commits. */
  public static void beforeCommit(Transaction transaction, String schema) {
    transaction.deferredChecks().finish(); // They are about rows that go.
    transaction.beginStatement("ON COMMIT");
    List<TableDefinition> dropped = new ArrayList<>();
    List<TableDefinition> emptied = new ArrayList<>();
    for (TableDefinition table : transaction.catalog().tables(schema)) {
      String life = table.attributes().get(LIFE);
      if (TableLife.TRANSACTION.name().equals(life)) {
        dropped.add(table);
      } else if (TableLife.ROWS_OF_TRANSACTION.name().equals(life) && hasRows(transaction, table)) {
        emptied.add(table);
      }
    }
    if (!emptied.isEmpty()) {
      withReferring(transaction.catalog(), emptied);
      transaction.design().truncate(emptied);
    }
    if (!dropped.isEmpty()) {
      Removal removal = new Removal(transaction);
      dropped.forEach(removal::add);
      removal.complete(Trees.name(schema), "temporary tables", true);
      removal.run();
    }
    transaction.endStatement();
  }

  /** Adds the tables that refer to others of a list. */
  private static void withReferring(Catalog catalog, List<TableDefinition> tables) {
    for (int i = 0; i < tables.size(); i++) {
      for (Catalog.Reference reference : catalog.references(tables.get(i).id())) {
        if (tables.stream().noneMatch(table -> table.id() == reference.table().id())) {
          tables.add(reference.table());
        }
      }
    }
  }

  private static boolean hasRows(Transaction transaction, TableDefinition table) {
    TableCursor rows = new TableCursor(TableLayout.of(table), transaction.view());
    rows.open(transaction.view(), KeyRange.ALL, false);
    return rows.next();
  }

  /** Drops the tables of a session that has ended, and its schema. */
  public static void drop(Transaction transaction, String schema) {
    if (!transaction.catalog().hasSchema(schema)) {
      return;
    }
    transaction.beginStatement("DROP SCHEMA");
    Catalog catalog = transaction.catalog();
    Removal removal = new Removal(transaction);
    catalog.tables(schema).forEach(removal::add);
    catalog.sequences().stream()
        .filter(sequence -> sequence.schema().equals(schema))
        .forEach(removal::add);
    removal.complete(Trees.name(schema), "temporary tables", true);
    removal.run();
    transaction.design().dropSchema(schema);
    transaction.endStatement();
  }
}
