package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableDesigner;
import org.pydb.engine.table.Transaction;

/**
 * Gives a table other columns or another key where its rows cannot stay as they are: a new table is
 * made beside it, filled by an INSERT that checks all that an INSERT checks, and put in its place.
 * All of that is the same transaction's, so nobody else sees any of it, and whatever fails leaves
 * the table as it was. Used once.
 */
final class TableRewrite {

  /** Where the new table stands until it is filled; no statement can write the name. */
  private static final String SCHEMA = "\u0000new";

  private final Transaction transaction;
  private final Statements statements;
  private final TableDefinition table;

  /** For each column of the table its place in the new one, or -1. */
  private final int[] ordinals;

  /**
   * The rewriting of a table.
   *
   * @param ordinals for each column its place among the new columns; negative if it is gone, and
   *     then nothing in the table must name it
   */
  TableRewrite(
      Transaction transaction, Statements statements, TableDefinition table, int[] ordinals) {
    this.transaction = transaction;
    this.statements = statements;
    this.table = table;
    this.ordinals = ordinals;
  }

  /** The same columns. */
  static int[] sameColumns(TableDefinition table) {
    int[] ordinals = new int[table.columns().size()];
    Arrays.setAll(ordinals, i -> i);
    return ordinals;
  }

  /**
   * Rewrites it.
   *
   * @param changed the table with its new columns, checks and attributes, whose keys and indexes
   *     name the old ordinals still
   * @param primaryKey the new key, in new ordinals
   * @param values for each new column its value, over the columns of the old table
   * @return the table as it is now
   */
  TableDefinition run(
      TableDefinition changed,
      @Nullable PrimaryKey primaryKey,
      List<ColumnDefinition> columns,
      List<SqlNode> values) {
    TableDesigner design = transaction.design();
    int id = design.newId();
    List<IndexDefinition> indexes = changed.indexes().stream().map(this::moved).toList();
    List<ForeignKey> foreignKeys =
        changed.foreignKeys().stream().map(key -> moved(key, id)).toList();
    TableDefinition made =
        new TableDefinition(
                id,
                1,
                SCHEMA,
                changed.name(),
                columns,
                primaryKey,
                indexes,
                changed.checks(),
                foreignKeys,
                changed.attributes())
            .withEngine(changed.engine());
    // Columns take what they are given, whatever makes their values later.
    List<ColumnDefinition> plain = new ArrayList<>(columns);
    plain.replaceAll(
        column ->
            column.withIdentity(null).withDefault(null).withGenerated(null).withHidden(false));
    design.createSchema(SCHEMA);
    TableDefinition filled =
        design.createReplacement(table, made.withColumns(plain).withAttributes(Map.of()));
    statements.change(
        new InsertStatement(
            Trees.NOWHERE,
            Trees.name(SCHEMA, changed.name()),
            null,
            null,
            PlainSelect.of(Trees.NOWHERE, values, Trees.name(table.schema(), table.name()), null),
            null,
            null));
    // A key that may be put off is not put off here, where only ALTER TABLE could have broken it.
    transaction.deferredChecks().run(filled);
    TableDefinition now =
        design.replace(
            table, filled.withColumns(columns).withAttributes(changed.attributes()), ordinals);
    design.dropSchema(SCHEMA);
    verifyReferences(now);
    return now;
  }

  private IndexDefinition moved(IndexDefinition index) {
    return index.withTree(transaction.design().newId()).withPlaces(column -> ordinals[column]);
  }

  private ForeignKey moved(ForeignKey key, int newId) {
    ForeignKey own = key.withColumns(moved(key.columns()));
    return key.referencedTableId() == table.id()
        ? own.withReferenced(newId, moved(key.referencedColumns()))
        : own;
  }

  private List<Integer> moved(List<Integer> columns) {
    return columns.stream().map(column -> ordinals[column]).toList();
  }

  /** Values that others refer to may be others now. */
  private void verifyReferences(TableDefinition now) {
    for (Catalog.Reference reference : transaction.catalog().references(now.id())) {
      if (reference.table().id() != now.id()) {
        transaction.design().verifyReferences(reference.table(), reference.foreignKey());
      }
    }
  }
}
