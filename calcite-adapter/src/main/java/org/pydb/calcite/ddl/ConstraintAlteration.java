package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.AlterAction;
import org.pydb.calcite.parser.CheckDeclaration;
import org.pydb.calcite.parser.ConstraintDeclaration;
import org.pydb.calcite.parser.ForeignKeyDeclaration;
import org.pydb.calcite.parser.KeyDeclaration;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableDesigner;
import org.pydb.engine.table.Transaction;

/** What ALTER TABLE does to constraints: rows that are there must obey new ones. Used once. */
final class ConstraintAlteration {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;
  private final TableDefinition table;

  ConstraintAlteration(
      Transaction transaction, SearchPath path, Statements statements, TableDefinition table) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
    this.table = table;
  }

  // ------------------------------------------------------------------ adding

  /**
   * Adds a constraint.
   *
   * @param column the one behind which it stands; null if it names its columns
   */
  TableDefinition add(SqlNode declaration, @Nullable Integer column) {
    if (declaration instanceof CheckDeclaration check) {
      return addCheck(check, column);
    }
    if (declaration instanceof KeyDeclaration key) {
      List<Integer> columns = column == null ? ordinals(key.columns()) : List.of(column);
      columns.forEach(ordinal -> KeyTypes.check(key, table.columns().get(ordinal)));
      return key.primary() ? addPrimaryKey(key, columns) : addUnique(key, columns);
    }
    ForeignKeyDeclaration reference = (ForeignKeyDeclaration) declaration;
    List<Integer> columns = column == null ? ordinals(reference.columns()) : List.of(column);
    ForeignKey key =
        new ForeignKeyBuilder(transaction.catalog(), path)
            .build(reference, table, columns, name(reference, columns, "fkey", false));
    return transaction.design().addForeignKey(table, key);
  }

  private List<Integer> ordinals(SqlNodeList names) {
    return ColumnNames.ordinals(names, table.visibleColumns(), table.name());
  }

  private String name(
      ConstraintDeclaration declaration, List<Integer> columns, String ending, boolean isRelation) {
    return ConstraintNames.of(transaction.catalog(), table)
        .name(declaration, columns, table.columns(), ending, isRelation);
  }

  private TableDefinition addCheck(CheckDeclaration declaration, @Nullable Integer column) {
    List<Integer> stem = column == null ? List.of() : List.of(column);
    String name = name(declaration, stem, "check", false);
    SqlNode broken =
        SqlStdOperatorTable.NOT.createCall(Trees.NOWHERE, Trees.copy(declaration.condition()));
    if (statements.hasRows(rowsWhere(broken))) {
      throw new PlacedError(
          declaration,
          "23514",
          "check constraint \""
              + name
              + "\" of relation \""
              + table.name()
              + "\" is violated by some row");
    }
    List<CheckConstraint> checks = new ArrayList<>(table.checks());
    checks.add(new CheckConstraint(name, PydbDialect.text(declaration.condition())));
    return transaction.design().redefine(table, table.withChecks(checks));
  }

  /** A query for rows of the table. */
  private SqlNode rowsWhere(@Nullable SqlNode condition) {
    SqlNode one = SqlLiteral.createExactNumeric("1", Trees.NOWHERE);
    return PlainSelect.of(
        Trees.NOWHERE, List.of(one), Trees.name(table.schema(), table.name()), condition);
  }

  private TableDefinition addUnique(KeyDeclaration declaration, List<Integer> columns) {
    String name = name(declaration, columns, "key", true);
    IndexDefinition index = KeyIndexes.of(declaration, transaction.design().newId(), name, columns);
    return transaction.design().createIndex(table, index);
  }

  private TableDefinition addPrimaryKey(KeyDeclaration declaration, List<Integer> columns) {
    if (table.primaryKey() != null || table.deferrablePrimaryKey() != null) {
      throw new PlacedError(
          declaration,
          "42P16",
          "multiple primary keys for table \"" + table.name() + "\" are not allowed");
    }
    String name = name(declaration, List.of(), "pkey", true);
    List<ColumnDefinition> changed = new ArrayList<>(table.columns());
    for (int ordinal : columns) {
      ColumnDefinition column = changed.get(ordinal);
      if (column.nullable()) {
        checkNoNulls(declaration, column);
        changed.set(ordinal, column.withNullable(false));
      }
    }
    if (KeyIndexes.isRowOrder(declaration)) {
      return rewrite(table, new PrimaryKey(name, columns), changed);
    }
    TableDefinition now = changed.equals(table.columns()) ? table : rewrite(changed);
    IndexDefinition index = KeyIndexes.of(declaration, transaction.design().newId(), name, columns);
    return transaction.design().createIndex(now, index);
  }

  /**
   * Looks whether a column is NULL in a row.
   *
   * @throws PlacedError 23502 if it is
   */
  void checkNoNulls(SqlNode place, ColumnDefinition column) {
    SqlNode isNull =
        SqlStdOperatorTable.IS_NULL.createCall(Trees.NOWHERE, Trees.name(column.name()));
    if (statements.hasRows(rowsWhere(isNull))) {
      throw new PlacedError(
          place,
          "23502",
          "column \""
              + column.name()
              + "\" of relation \""
              + table.name()
              + "\" contains null values");
    }
  }

  /** Whether the table has no rows. */
  boolean isEmpty() {
    return !statements.hasRows(rowsWhere(null));
  }

  private TableDefinition rewrite(
      TableDefinition changed, @Nullable PrimaryKey key, List<ColumnDefinition> columns) {
    List<SqlNode> values = new ArrayList<>();
    columns.forEach(column -> values.add(HiddenColumns.value(column)));
    return new TableRewrite(transaction, statements, table, TableRewrite.sameColumns(table))
        .run(changed, key, columns, values);
  }

  /** The table with columns that may be NULL or not, where indexes have to be built anew. */
  TableDefinition rewrite(List<ColumnDefinition> columns) {
    return rewrite(table, table.primaryKey(), columns);
  }

  // ------------------------------------------------------------------ dropping

  TableDefinition drop(AlterAction action) {
    String name = action.name().getSimple();
    for (CheckConstraint check : table.checks()) {
      if (check.name().equals(name)) {
        List<CheckConstraint> checks = new ArrayList<>(table.checks());
        checks.remove(check);
        return transaction.design().redefine(table, table.withChecks(checks));
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      if (key.name().equals(name)) {
        return dropForeignKey(key);
      }
    }
    IndexDefinition index = table.index(name);
    if (index != null && index.isConstraint()) {
      TableDefinition without =
          table.withIndexes(table.indexes().stream().filter(i -> !i.equals(index)).toList());
      TableDefinition now = freed(action, without);
      return transaction.design().dropIndex(now, index);
    }
    PrimaryKey key = table.primaryKey();
    if (key != null && key.name().equals(name)) {
      TableDefinition now = freed(action, table.withPrimaryKey(null));
      return new ConstraintAlteration(transaction, path, statements, now)
          .rewrite(now, null, now.columns());
    }
    if (action.guarded()) {
      return table;
    }
    throw missing(action.name());
  }

  /** Drops the foreign keys that need what the table will not have any more, or refuses. */
  private TableDefinition freed(AlterAction action, TableDefinition without) {
    Catalog catalog = transaction.catalog();
    List<Catalog.Reference> needing = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Catalog.Reference reference : catalog.references(table.id())) {
      if (!TableDesigner.hasKey(without, reference.foreignKey().referencedColumns())) {
        needing.add(reference);
        names.add(
            "constraint \""
                + reference.foreignKey().name()
                + "\" of table \""
                + reference.table().name()
                + "\"");
      }
    }
    if (!needing.isEmpty() && !action.cascade()) {
      throw new PlacedError(
          action.name(),
          "2BP01",
          "cannot drop constraint \""
              + action.name().getSimple()
              + "\" of table \""
              + table.name()
              + "\" because other objects depend on it: "
              + String.join(", ", names)
              + "; use DROP … CASCADE to drop them too");
    }
    return Removal.dropReferences(table, needing, transaction);
  }

  private TableDefinition dropForeignKey(ForeignKey key) {
    TableDefinition now = transaction.design().dropForeignKey(table, key.name());
    for (IndexDefinition index : now.indexes()) {
      boolean isItsOwn =
          index.origin() == IndexDefinition.Origin.FOREIGN_KEY
              && index.columns().stream().map(KeyColumn::column).toList().equals(key.columns());
      if (isItsOwn && !isNeeded(now, index)) {
        return transaction.design().dropIndex(now, index);
      }
    }
    return now;
  }

  private static boolean isNeeded(TableDefinition table, IndexDefinition index) {
    TableDefinition without =
        table.withIndexes(table.indexes().stream().filter(i -> !i.equals(index)).toList());
    return table.foreignKeys().stream()
        .anyMatch(other -> !TableDesigner.hasIndexFor(without, other.columns()));
  }

  private PlacedError missing(SqlIdentifier name) {
    List<String> others = new ArrayList<>();
    table.checks().forEach(check -> others.add(check.name()));
    table.foreignKeys().forEach(key -> others.add(key.name()));
    table.indexes().forEach(index -> others.add(index.name()));
    if (table.primaryKey() != null) {
      others.add(table.primaryKey().name());
    }
    return new PlacedError(
        name,
        "42704",
        "constraint \""
            + name.getSimple()
            + "\" of relation \""
            + table.name()
            + "\" does not exist"
            + RelationName.suggestion(name.getSimple(), others));
  }

  // ------------------------------------------------------------------ renaming

  TableDefinition rename(SqlIdentifier name, SqlIdentifier newName) {
    String before = name.getSimple();
    String after = newName.getSimple();
    boolean isCheck = table.checks().stream().anyMatch(check -> check.name().equals(before));
    boolean isReference = table.foreignKeys().stream().anyMatch(key -> key.name().equals(before));
    if (!isCheck && !isReference) {
      IndexDefinition index = table.index(before);
      PrimaryKey key = table.primaryKey();
      boolean isKey =
          (key != null && key.name().equals(before)) || (index != null && index.isConstraint());
      if (!isKey) {
        throw missing(name);
      }
      return renameIndex(before, newName);
    }
    checkConstraintFree(newName);
    List<CheckConstraint> checks = new ArrayList<>(table.checks());
    checks.replaceAll(
        check ->
            check.name().equals(before) ? new CheckConstraint(after, check.expression()) : check);
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.replaceAll(key -> key.name().equals(before) ? key.withName(after) : key);
    return transaction.design().redefine(table, table.withChecks(checks).withForeignKeys(keys));
  }

  private void checkConstraintFree(SqlIdentifier newName) {
    String name = newName.getSimple();
    PrimaryKey key = table.primaryKey();
    if (table.checks().stream().anyMatch(check -> check.name().equals(name))
        || table.foreignKeys().stream().anyMatch(other -> other.name().equals(name))
        || table.index(name) != null
        || (key != null && key.name().equals(name))) {
      throw new PlacedError(
          newName,
          "42710",
          "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists");
    }
  }

  /** Gives an index, or the primary key, another name. */
  TableDefinition renameIndex(String before, SqlIdentifier newName) {
    String after = newName.getSimple();
    if (transaction.catalog().isTaken(table.schema(), after)) {
      throw RelationName.taken(newName, after);
    }
    List<IndexDefinition> indexes = new ArrayList<>(table.indexes());
    indexes.replaceAll(index -> index.name().equals(before) ? index.withName(after) : index);
    PrimaryKey key = table.primaryKey();
    PrimaryKey renamed =
        key != null && key.name().equals(before) ? new PrimaryKey(after, key.columns()) : key;
    return transaction.design().redefine(table, table.withIndexes(indexes).withPrimaryKey(renamed));
  }
}
