package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.parser.AlterAction;
import org.pydb.calcite.parser.CheckDeclaration;
import org.pydb.calcite.parser.ColumnDeclaration;
import org.pydb.calcite.parser.DefaultDeclaration;
import org.pydb.calcite.parser.ForeignKeyDeclaration;
import org.pydb.calcite.parser.GeneratedDeclaration;
import org.pydb.calcite.parser.KeyDeclaration;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/**
 * What ALTER TABLE does to columns: in the definition alone where rows can stay, by a {@link
 * TableRewrite} otherwise. Used once.
 */
final class ColumnAlteration {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;
  private final TableDefinition table;

  ColumnAlteration(
      Transaction transaction, SearchPath path, Statements statements, TableDefinition table) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
    this.table = table;
  }

  private ConstraintAlteration constraints(TableDefinition of) {
    return new ConstraintAlteration(transaction, path, statements, of);
  }

  private int ordinal(SqlIdentifier name) {
    return ColumnNames.ordinal(name, table.visibleColumns(), table.name());
  }

  private TableDefinition with(int ordinal, ColumnDefinition column) {
    return transaction.design().redefine(table, table.withColumns(changed(ordinal, column)));
  }

  private List<ColumnDefinition> changed(int ordinal, ColumnDefinition column) {
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.set(ordinal, column);
    return columns;
  }

  /** Each column's own value. */
  private List<SqlNode> ownValues() {
    List<SqlNode> values = new ArrayList<>();
    table.columns().forEach(column -> values.add(HiddenColumns.value(column)));
    return values;
  }

  // ------------------------------------------------------------------ adding

  TableDefinition add(AlterAction action) {
    ColumnDeclaration declaration = (ColumnDeclaration) action.what();
    String name = declaration.name().getSimple();
    if (table.columnOrdinal(name) >= 0) {
      if (action.guarded()) {
        return table;
      }
      throw new PlacedError(
          declaration.name(),
          "42701",
          "column \"" + name + "\" of relation \"" + table.name() + "\" already exists");
    }
    List<SequenceDefinition> sequences = new ArrayList<>();
    ColumnDefinition column = build(declaration, sequences);
    sequences.forEach(sequence -> transaction.design().createSequence(sequence));
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.add(table.visibleCount(), column);
    GeneratedColumns.check(declaration, table.withIndexes(List.of()).withColumns(columns));
    TableDefinition now = add(declaration, column);
    for (SqlNode constraint : declaration.constraints()) {
      if (constraint instanceof CheckDeclaration
          || constraint instanceof KeyDeclaration
          || constraint instanceof ForeignKeyDeclaration) {
        transaction.design().lock(now);
        now = constraints(now).add(constraint, now.columnOrdinal(name));
      }
    }
    return now;
  }

  private ColumnDefinition build(
      ColumnDeclaration declaration, List<SequenceDefinition> sequences) {
    Catalog catalog = transaction.catalog();
    return new ColumnBuilder(
            TypeValidator.make(),
            (column, options, type) -> {
              String wish = table.name() + "_" + column.name().getSimple() + "_seq";
              String name = ConstraintNames.of(catalog, table).freeRelation(wish);
              SequenceDefinition sequence =
                  new SequenceBuilder(column, options)
                      .create(
                          table.schema(), name, type.kind(), () -> transaction.design().newId());
              sequences.add(sequence);
              return sequence.id();
            },
            node -> SequenceUse.text(node, path, catalog))
        .build(declaration, false);
  }

  private TableDefinition add(ColumnDeclaration declaration, ColumnDefinition column) {
    int place = table.visibleCount();
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.add(place, column);
    boolean hasValue =
        column.defaultExpression() != null
            || column.identity() != null
            || column.generatedExpression() != null;
    boolean isEmpty = (hasValue || !column.nullable()) && constraints(table).isEmpty();
    if (!hasValue && !column.nullable() && !isEmpty) {
      throw new PlacedError(
          declaration,
          "23502",
          "column \""
              + column.name()
              + "\" of relation \""
              + table.name()
              + "\" contains null values: there are rows, so give it a default");
    }
    boolean isLast = !HiddenColumns.isIn(table);
    if (isLast && (!hasValue || isEmpty)) {
      // Older rows read as NULL where a column came later.
      return transaction.design().redefine(table, table.withColumns(columns));
    }
    List<SqlNode> values = ownValues();
    values.add(
        place, hasValue ? valueOf(declaration, column) : SqlLiteral.createNull(Trees.NOWHERE));
    int[] places = TableRewrite.sameColumns(table);
    for (int i = place; i < places.length; i++) {
      places[i]++;
    }
    return new TableRewrite(transaction, statements, table, places)
        .run(table, table.primaryKey(), columns, values);
  }

  /** What a column gets in a row that gives it no value. */
  private static SqlNode valueOf(ColumnDeclaration declaration, ColumnDefinition column) {
    Identity identity = column.identity();
    if (identity != null) {
      return ScalarFunctions.NEXT_OF_SEQUENCE.createCall(
          Trees.NOWHERE,
          SqlLiteral.createExactNumeric(Integer.toString(identity.sequenceId()), Trees.NOWHERE));
    }
    for (SqlNode constraint : declaration.constraints()) {
      if (constraint instanceof DefaultDeclaration value) {
        return Trees.copy(value.expression()); // Errors show their place in it.
      }
      if (constraint instanceof GeneratedDeclaration value) {
        return Trees.copy(value.expression());
      }
    }
    throw new IllegalStateException("column " + column.name() + " has no value");
  }

  // ------------------------------------------------------------------ dropping

  TableDefinition drop(AlterAction action) {
    String name = action.name().getSimple();
    if (action.guarded() && table.columnOrdinal(name) < 0) {
      return table;
    }
    int ordinal = ordinal(action.name());
    List<String> computed = GeneratedColumns.of(table, name);
    if (!computed.isEmpty() && action.cascade()) {
      return withoutComputed(action, computed);
    }
    if (table.visibleCount() == 1) {
      throw new PlacedError(
          action.name(),
          "0A000",
          "cannot drop column \"" + name + "\", the only one of table \"" + table.name() + "\"");
    }
    TableDefinition freed = freed(action, ordinal);
    int[] ordinals = new int[table.columns().size()];
    List<ColumnDefinition> columns = new ArrayList<>();
    List<SqlNode> values = new ArrayList<>();
    TableDefinition without = HiddenColumns.withoutUnused(without(freed, ordinal));
    for (int i = 0; i < ordinals.length; i++) {
      ColumnDefinition column = without.columns().get(i);
      boolean isGone = i == ordinal || HiddenColumns.isLeft(column);
      ordinals[i] = isGone ? -1 : columns.size();
      if (!isGone) {
        columns.add(column);
        values.add(HiddenColumns.value(column));
      }
    }
    PrimaryKey key = without.primaryKey();
    PrimaryKey moved =
        key == null
            ? null
            : new PrimaryKey(
                key.name(), key.columns().stream().map(column -> ordinals[column]).toList());
    TableDefinition now =
        new TableRewrite(transaction, statements, freed, ordinals)
            .run(without, moved, columns, values);
    Removal removal = new Removal(transaction);
    SequenceOwner.of(table.columns().get(ordinal), transaction.catalog()).forEach(removal::add);
    removal.complete(action, "column \"" + name + "\"", action.cascade());
    removal.run();
    return transaction.catalog().layout(now.id()).definition();
  }

  /** Drops the columns that are computed of one, and then that one. */
  private TableDefinition withoutComputed(AlterAction action, List<String> computed) {
    TableDefinition now = table;
    for (String name : computed) {
      SqlParserPos place = action.getParserPosition();
      SqlIdentifier column = new SqlIdentifier(name, place);
      now =
          alteration(now)
              .drop(
                  new AlterAction(
                      place, AlterAction.Kind.DROP_COLUMN, column, null, null, null, false, true));
    }
    return alteration(now).drop(action);
  }

  private ColumnAlteration alteration(TableDefinition now) {
    transaction.design().lock(now);
    return new ColumnAlteration(transaction, path, statements, now);
  }

  /** The table without the keys, indexes and conditions that name a column. */
  private static TableDefinition without(TableDefinition table, int ordinal) {
    String name = table.columns().get(ordinal).name();
    List<CheckConstraint> checks = new ArrayList<>(table.checks());
    checks.removeIf(check -> Trees.names(check.expression(), name));
    List<IndexDefinition> indexes = new ArrayList<>(table.indexes());
    indexes.removeIf(index -> HiddenColumns.usesColumn(table, index, ordinal));
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.removeIf(
        key ->
            key.columns().contains(ordinal)
                || (key.referencedTableId() == table.id()
                    && key.referencedColumns().contains(ordinal)));
    PrimaryKey primary = table.primaryKey();
    boolean keepsKey = primary == null || !primary.columns().contains(ordinal);
    return table
        .withChecks(checks)
        .withIndexes(indexes)
        .withForeignKeys(keys)
        .withPrimaryKey(keepsKey ? primary : null);
  }

  /** Takes away what depends on a column, or refuses. */
  private TableDefinition freed(AlterAction action, int ordinal) {
    Catalog catalog = transaction.catalog();
    String name = table.columns().get(ordinal).name();
    List<String> dependents = new ArrayList<>();
    List<Catalog.Reference> references = new ArrayList<>();
    for (Catalog.Reference reference : catalog.references(table.id())) {
      if (reference.table().id() != table.id()
          && reference.foreignKey().referencedColumns().contains(ordinal)) {
        references.add(reference);
        dependents.add(
            "constraint \""
                + reference.foreignKey().name()
                + "\" of table \""
                + reference.table().name()
                + "\"");
      }
    }
    for (String column : GeneratedColumns.of(table, name)) {
      dependents.add("column \"" + column + "\" of table \"" + table.name() + "\"");
    }
    Removal removal = new Removal(transaction);
    for (ViewDefinition view : ViewUse.of(catalog, table, name)) {
      dependents.add(view.description());
      removal.add(view);
    }
    if (!dependents.isEmpty() && !action.cascade()) {
      throw new PlacedError(
          action.name(),
          "2BP01",
          "cannot drop column \""
              + name
              + "\" of table \""
              + table.name()
              + "\" because other objects depend on it: "
              + String.join(", ", dependents)
              + "; use DROP … CASCADE to drop them too");
    }
    removal.complete(action, "views", true);
    removal.run();
    return Removal.dropReferences(table, references, transaction);
  }

  // ------------------------------------------------------------------ changing

  TableDefinition rename(AlterAction action) {
    int ordinal = ordinal(action.name());
    String before = table.columns().get(ordinal).name();
    String after = action.newName().getSimple();
    if (table.columnOrdinal(after) >= 0) {
      throw new PlacedError(
          action.newName(),
          "42701",
          "column \"" + after + "\" of relation \"" + table.name() + "\" already exists");
    }
    refuseForViews(action.name(), "rename", before);
    TableDefinition named =
        table.withColumns(changed(ordinal, table.columns().get(ordinal).withName(after)));
    return transaction.design().redefine(table, Checks.renamed(named, before, after));
  }

  /** Views keep names and types, which would be wrong. */
  private void refuseForViews(SqlIdentifier place, String what, String column) {
    List<String> names = new ArrayList<>();
    ViewUse.of(transaction.catalog(), table, column).forEach(view -> names.add(view.description()));
    if (!names.isEmpty()) {
      throw new PlacedError(
          place,
          "0A000",
          "cannot "
              + what
              + " a column used by "
              + String.join(", ", names)
              + ": drop that first, and make it again afterwards");
    }
  }

  /**
   * Gives a column another type. Indexes on expressions over it are dropped first and made again
   * afterwards: their values may be of another type, too.
   */
  TableDefinition setType(AlterAction action) {
    int ordinal = ordinal(action.name());
    String name = action.name().getSimple();
    ExpressionIndexes aside = ExpressionIndexes.over(table, ordinal);
    if (aside.isEmpty()) {
      return setPlainType(action);
    }
    refuseForViews(action.name(), "alter type of", name);
    TableDefinition without = aside.drop(transaction);
    TableDefinition changed = alteration(without).setPlainType(action);
    return aside.make(transaction, path, statements, changed);
  }

  private TableDefinition setPlainType(AlterAction action) {
    int ordinal = ordinal(action.name());
    ColumnDefinition column = table.columns().get(ordinal);
    ColumnType type =
        new ColumnBuilder(TypeValidator.make(), (c, options, t) -> 0, SqlNode::toString)
            .type((SqlDataTypeSpec) action.what());
    if (column.identity() != null) {
      ColumnBuilder.checkNumberable(action.name(), type);
    }
    SqlNode using = action.using();
    if (using == null && type.equals(column.type())) {
      return table;
    }
    refuseForViews(action.name(), "alter type of", column.name());
    List<String> computed = GeneratedColumns.of(table, column.name());
    if (!computed.isEmpty()) {
      throw new PlacedError(
          action.name(),
          "0A000",
          "cannot alter type of a column used by generated column \"" + computed.get(0) + "\"");
    }
    if (using != null && column.generatedExpression() != null) {
      throw new PlacedError(
          action.what(),
          "42611",
          "cannot specify USING when altering type of generated column \"" + column.name() + "\"");
    }
    ColumnDefinition changed = column.withType(type);
    checkReferences(action.name(), ordinal, changed);
    if (isKey(ordinal)) {
      KeyTypes.check(action.what(), changed);
    }
    if (using == null && column.generatedExpression() == null && isWider(column.type(), type)) {
      return with(ordinal, changed);
    }
    List<SqlNode> values = ownValues();
    String generated = column.generatedExpression();
    if (using != null) {
      values.set(ordinal, Trees.copy(using));
    } else if (generated != null) {
      values.set(ordinal, Trees.parse(generated));
    }
    try {
      return new TableRewrite(transaction, statements, table, TableRewrite.sameColumns(table))
          .run(table, table.primaryKey(), changed(ordinal, changed), values);
    } catch (SqlError e) {
      throw e.state().equals("42804") && using == null ? cannotBeCast(action, column, type) : e;
    }
  }

  /** Whether a column is in the primary key or in an index. */
  private boolean isKey(int ordinal) {
    PrimaryKey key = table.primaryKey();
    return (key != null && key.columns().contains(ordinal))
        || table.indexes().stream()
            .flatMap(index -> index.columns().stream())
            .anyMatch(column -> column.column() == ordinal);
  }

  private static RuntimeException cannotBeCast(
      AlterAction action, ColumnDefinition column, ColumnType type) {
    return new PlacedError(
        action.what(),
        "42804",
        "column \""
            + column.name()
            + "\" cannot be cast automatically to type "
            + TypeNames.of(type)
            + ": write USING and an expression, such as USING cast("
            + column.name()
            + " as …)");
  }

  /** Whether values of one type are, byte by byte, values of the other. */
  private static boolean isWider(ColumnType from, ColumnType to) {
    if (from.kind() != to.kind()) {
      return false;
    }
    return switch (from.kind()) {
      case TEXT ->
          to.precision() == 0 || (from.precision() > 0 && to.precision() >= from.precision());
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> to.fractionDigits() >= from.fractionDigits();
      default -> false;
    };
  }

  /** Columns that refer to each other must stay comparable. */
  private void checkReferences(SqlNode place, int ordinal, ColumnDefinition changed) {
    Catalog catalog = transaction.catalog();
    for (ForeignKey key : table.foreignKeys()) {
      int at = key.columns().indexOf(ordinal);
      if (at >= 0 && key.referencedTableId() != table.id()) {
        TableDefinition target = catalog.layout(key.referencedTableId()).definition();
        ForeignKeyBuilder.checkTypes(
            place, changed, target.columns().get(key.referencedColumns().get(at)));
      }
    }
    for (Catalog.Reference reference : catalog.references(table.id())) {
      ForeignKey key = reference.foreignKey();
      int at = key.referencedColumns().indexOf(ordinal);
      if (at >= 0 && reference.table().id() != table.id()) {
        ForeignKeyBuilder.checkTypes(
            place, reference.table().columns().get(key.columns().get(at)), changed);
      }
    }
  }

  TableDefinition setDefault(AlterAction action) {
    int ordinal = ordinal(action.name());
    ColumnDefinition column = table.columns().get(ordinal);
    refuseIdentity(action, column);
    if (column.generatedExpression() != null) {
      throw new PlacedError(
          action.name(),
          "42601",
          "column \""
              + column.name()
              + "\" of relation \""
              + table.name()
              + "\" is a generated column: ALTER COLUMN … DROP EXPRESSION makes it a plain one");
    }
    @Nullable String text =
        action.kind() == AlterAction.Kind.DROP_DEFAULT
            ? null
            : SequenceUse.text(action.what(), path, transaction.catalog());
    if (text != null) {
      statements.checkValue(table, column, Trees.copy(action.what()));
    }
    return with(ordinal, column.withDefault(text).withIdentity(null));
  }

  TableDefinition dropExpression(AlterAction action) {
    int ordinal = ordinal(action.name());
    ColumnDefinition column = table.columns().get(ordinal);
    if (column.generatedExpression() != null) {
      return with(ordinal, column.withGenerated(null));
    }
    if (action.guarded()) {
      return table;
    }
    throw new PlacedError(
        action.name(),
        "55000",
        "column \""
            + column.name()
            + "\" of relation \""
            + table.name()
            + "\" is not a stored generated column");
  }

  TableDefinition setNotNull(AlterAction action) {
    return setNullable(
        action,
        column -> {
          constraints(table).checkNoNulls(action.name(), column);
          return column.withNullable(false);
        });
  }

  TableDefinition dropNotNull(AlterAction action) {
    return setNullable(
        action,
        column -> {
          PrimaryKey key = table.primaryKey();
          IndexDefinition deferrable = table.deferrablePrimaryKey();
          int ordinal = table.columnOrdinal(column.name());
          if ((key != null && key.columns().contains(ordinal))
              || (deferrable != null && deferrable.keyColumns().contains(ordinal))) {
            throw new PlacedError(
                action.name(), "42P16", "column \"" + column.name() + "\" is in a primary key");
          }
          refuseIdentity(action, column);
          return column.withNullable(true);
        });
  }

  /** Identity columns keep their numbers, and are never NULL; serial ones may change. */
  private void refuseIdentity(AlterAction action, ColumnDefinition column) {
    Identity identity = column.identity();
    if (identity != null && identity.kind() != Identity.Kind.SERIAL) {
      throw new PlacedError(
          action.name(),
          "42601",
          "column \""
              + column.name()
              + "\" of relation \""
              + table.name()
              + "\" is an identity column");
    }
  }

  private TableDefinition setNullable(AlterAction action, UnaryOperator<ColumnDefinition> change) {
    int ordinal = ordinal(action.name());
    ColumnDefinition column = table.columns().get(ordinal);
    ColumnDefinition changed = change.apply(column);
    if (changed.nullable() == column.nullable()) {
      return table;
    }
    boolean isIndexed =
        table.indexes().stream().anyMatch(index -> index.keyColumns().contains(ordinal));
    // The keys of an index have a marker for a column that may be NULL.
    return isIndexed
        ? constraints(table).rewrite(changed(ordinal, changed))
        : with(ordinal, changed);
  }
}
