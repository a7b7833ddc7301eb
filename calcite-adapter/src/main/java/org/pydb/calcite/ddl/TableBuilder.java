package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CheckDeclaration;
import org.pydb.calcite.parser.ColumnDeclaration;
import org.pydb.calcite.parser.ConstraintDeclaration;
import org.pydb.calcite.parser.CreateTable;
import org.pydb.calcite.parser.ForeignKeyDeclaration;
import org.pydb.calcite.parser.KeyDeclaration;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * From CREATE TABLE to a definition. Used once.
 *
 * <p>Constraints may stand behind a column or for themselves, and a key may name columns that come
 * after it; so the statement is read in rounds: keys, columns, unique constraints, checks, and last
 * foreign keys, which may refer to the table itself.
 */
final class TableBuilder {

  /** A constraint, and the column behind which it stands, if it does. */
  private record Declared(ConstraintDeclaration constraint, @Nullable ColumnDeclaration column) {}

  private final RelationName name;
  private final Catalog catalog;
  private final SearchPath path;
  private final IntSupplier ids;
  private final ColumnBuilder columnBuilder;
  private final ConstraintNames names;
  private final List<ColumnDeclaration> declarations = new ArrayList<>();
  private final List<Declared> constraints = new ArrayList<>();
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final List<SequenceDefinition> sequences = new ArrayList<>();

  TableBuilder(
      CreateTable statement,
      RelationName name,
      Catalog catalog,
      SearchPath path,
      IntSupplier ids,
      SqlValidator validator) {
    this.name = name;
    this.catalog = catalog;
    this.path = path;
    this.ids = ids;
    columnBuilder =
        new ColumnBuilder(validator, this::sequence, node -> SequenceUse.text(node, path, catalog));
    names = new ConstraintNames(catalog, name.schema(), name.name());
    for (SqlNode element : statement.elements()) {
      if (element instanceof ColumnDeclaration column) {
        declarations.add(column);
        for (SqlNode constraint : column.constraints()) {
          constraints.add(new Declared((ConstraintDeclaration) constraint, column));
        }
      } else {
        constraints.add(new Declared((ConstraintDeclaration) element, null));
      }
    }
  }

  /** The definition. */
  TableDefinition build() {
    checkColumnNames();
    Declared primary = primaryKeyDeclaration();
    List<String> keyNames = primary == null ? List.of() : columnNames(primary);
    for (ColumnDeclaration declaration : declarations) {
      String column = declaration.name().getSimple();
      columns.add(columnBuilder.build(declaration, keyNames.contains(column)));
    }
    boolean isRowOrder =
        primary != null && KeyIndexes.isRowOrder((KeyDeclaration) primary.constraint);
    TableDefinition table =
        new TableDefinition(
            ids.getAsInt(),
            1,
            name.schema(),
            name.name(),
            columns,
            primary == null || !isRowOrder ? null : primaryKey(primary),
            keyIndexes(),
            checks(),
            List.of(),
            Map.of());
    return new TableDefinition(
        table.id(),
        1,
        table.schema(),
        table.name(),
        columns,
        table.primaryKey(),
        table.indexes(),
        table.checks(),
        foreignKeys(table),
        Map.of());
  }

  /** The sequences of its columns, to be made as well. */
  List<SequenceDefinition> sequences() {
    return sequences;
  }

  private int sequence(ColumnDeclaration column, List<SqlNode> options, ColumnType type) {
    String wish = name.name() + "_" + column.name().getSimple() + "_seq";
    SequenceDefinition sequence =
        new SequenceBuilder(column, options)
            .create(name.schema(), names.freeRelation(wish), type.kind(), ids);
    sequences.add(sequence);
    return sequence.id();
  }

  private void checkColumnNames() {
    List<String> seen = new ArrayList<>();
    for (ColumnDeclaration column : declarations) {
      String columnName = column.name().getSimple();
      if (seen.contains(columnName)) {
        throw new PlacedError(
            column.name(), "42701", "column \"" + columnName + "\" specified more than once");
      }
      seen.add(columnName);
    }
  }

  // ------------------------------------------------------------------ keys

  private @Nullable Declared primaryKeyDeclaration() {
    Declared found = null;
    for (Declared declared : constraints) {
      if (declared.constraint instanceof KeyDeclaration key && key.primary()) {
        if (found != null) {
          throw new PlacedError(
              key,
              "42P16",
              "multiple primary keys for table \"" + name.name() + "\" are not allowed");
        }
        found = declared;
      }
    }
    return found;
  }

  /** The names of the columns of a key, before columns are known. */
  private static List<String> columnNames(Declared declared) {
    ColumnDeclaration column = declared.column;
    return column != null
        ? List.of(column.name().getSimple())
        : ((KeyDeclaration) declared.constraint).columns().stream().map(SqlNode::toString).toList();
  }

  private PrimaryKey primaryKey(Declared declared) {
    List<Integer> ordinals = keyOrdinals(declared);
    return new PrimaryKey(
        names.name(declared.constraint, List.of(), columns, "pkey", true), ordinals);
  }

  private List<IndexDefinition> keyIndexes() {
    List<IndexDefinition> indexes = new ArrayList<>();
    for (Declared declared : constraints) {
      if (declared.constraint instanceof KeyDeclaration key && !KeyIndexes.isRowOrder(key)) {
        List<Integer> ordinals = keyOrdinals(declared);
        String indexName =
            key.primary()
                ? names.name(key, List.of(), columns, "pkey", true)
                : names.name(key, ordinals, columns, "key", true);
        indexes.add(KeyIndexes.of(key, ids.getAsInt(), indexName, ordinals));
      }
    }
    return indexes;
  }

  private List<Integer> keyOrdinals(Declared declared) {
    List<Integer> ordinals = ordinals(declared);
    ordinals.forEach(ordinal -> KeyTypes.check(declared.constraint, columns.get(ordinal)));
    return ordinals;
  }

  private List<Integer> ordinals(Declared declared) {
    ColumnDeclaration column = declared.column;
    if (column != null) {
      return List.of(declarations.indexOf(column));
    }
    if (declared.constraint instanceof KeyDeclaration key) {
      return ColumnNames.ordinals(key.columns(), columns, name.name());
    }
    ForeignKeyDeclaration foreignKey = (ForeignKeyDeclaration) declared.constraint;
    return ColumnNames.ordinals(foreignKey.columns(), columns, name.name());
  }

  // ------------------------------------------------------------------ checks, references

  private List<CheckConstraint> checks() {
    List<CheckConstraint> checks = new ArrayList<>();
    for (Declared declared : constraints) {
      if (declared.constraint instanceof CheckDeclaration check) {
        List<Integer> stem =
            declared.column == null ? List.of() : List.of(declarations.indexOf(declared.column));
        checks.add(
            new CheckConstraint(
                names.name(check, stem, columns, "check", false),
                PydbDialect.text(check.condition())));
      }
    }
    return checks;
  }

  private List<ForeignKey> foreignKeys(TableDefinition table) {
    ForeignKeyBuilder builder = new ForeignKeyBuilder(catalog, path);
    List<ForeignKey> keys = new ArrayList<>();
    for (Declared declared : constraints) {
      if (declared.constraint instanceof ForeignKeyDeclaration declaration) {
        List<Integer> ordinals = ordinals(declared);
        keys.add(
            builder.build(
                declaration,
                table,
                ordinals,
                names.name(declaration, ordinals, columns, "fkey", false)));
      }
    }
    return keys;
  }
}
