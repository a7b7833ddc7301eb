package org.pydb.calcite.ddl;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ForeignKeyDeclaration;
import org.pydb.calcite.parser.ReferentialAction;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableDesigner;

/** From REFERENCES to a foreign key: finds the referenced key and checks that it fits. */
final class ForeignKeyBuilder {
  private final Catalog catalog;
  private final SearchPath path;

  ForeignKeyBuilder(Catalog catalog, SearchPath path) {
    this.catalog = catalog;
    this.path = path;
  }

  /**
   * The foreign key.
   *
   * @param own the table that refers, with its primary key and unique constraints
   * @param columns which of its columns refer
   */
  ForeignKey build(
      ForeignKeyDeclaration declaration, TableDefinition own, List<Integer> columns, String name) {
    TableDefinition target = target(declaration, own);
    TemporaryTables.checkReference(declaration, own, target);
    List<Integer> referenced = referenced(declaration, target);
    if (columns.size() != referenced.size()) {
      throw new PlacedError(
          declaration,
          "42830",
          "number of referencing and referenced columns for foreign key disagree: "
              + columns.size()
              + " and "
              + referenced.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      checkTypes(
          declaration, own.columns().get(columns.get(i)), target.columns().get(referenced.get(i)));
    }
    if (!TableDesigner.hasKey(target, referenced)) {
      refuseDeferrable(declaration, target, referenced);
      throw new PlacedError(
          declaration,
          "42830",
          "there is no unique constraint matching given keys for referenced table \""
              + target.name()
              + "\": refer to its primary key, or to columns declared UNIQUE");
    }
    ForeignKey key =
        new ForeignKey(
            name,
            columns,
            target.id(),
            referenced,
            action(declaration, declaration.onDelete()),
            action(declaration, declaration.onUpdate()),
            KeyIndexes.deferral(declaration.timing()),
            declaration.full());
    GeneratedColumns.check(declaration, own, key);
    return key;
  }

  /** A key that two rows may have for a while is none to refer to. */
  private static void refuseDeferrable(
      SqlNode place, TableDefinition target, List<Integer> referenced) {
    for (IndexDefinition index : target.indexes()) {
      if (index.isDeferrable() && Set.copyOf(index.keyColumns()).equals(Set.copyOf(referenced))) {
        throw new PlacedError(
            place,
            "55000",
            "cannot use a deferrable unique constraint for referenced table \""
                + target.name()
                + "\": \""
                + index.name()
                + "\" is DEFERRABLE, and two rows may have its values for a while");
      }
    }
  }

  private TableDefinition target(ForeignKeyDeclaration declaration, TableDefinition own) {
    SqlIdentifier said = declaration.table();
    boolean isTemporary = own.schema().equals(path.temporary());
    if (isTemporary && said.isSimple() && said.getSimple().equals(own.name())) {
      return own; // It is not there yet, but first on the path.
    }
    RelationName name = RelationName.of(said, path, catalog);
    boolean self = name.schema().equals(own.schema()) && name.name().equals(own.name());
    return self ? own : name.table(catalog);
  }

  private static List<Integer> referenced(
      ForeignKeyDeclaration declaration, TableDefinition target) {
    if (!declaration.referencedColumns().isEmpty()) {
      return ColumnNames.ordinals(
          declaration.referencedColumns(), target.visibleColumns(), target.name());
    }
    IndexDefinition deferrable = target.deferrablePrimaryKey();
    if (deferrable != null) {
      throw new PlacedError(
          declaration,
          "55000",
          "cannot use a deferrable primary key for referenced table \""
              + target.name()
              + "\": \""
              + deferrable.name()
              + "\" is DEFERRABLE, and two rows may have its values for a while");
    }
    if (target.primaryKey() == null) {
      throw new PlacedError(
          declaration,
          "42704",
          "there is no primary key for referenced table \""
              + target.name()
              + "\": name the columns referred to");
    }
    return target.primaryKey().columns();
  }

  /**
   * Looks whether values of two columns can be compared.
   *
   * @throws PlacedError 42804 if they cannot
   */
  static void checkTypes(SqlNode place, ColumnDefinition own, ColumnDefinition referenced) {
    if (!isComparable(own.type(), referenced.type())) {
      throw new PlacedError(
          place,
          "42804",
          "key columns \""
              + own.name()
              + "\" and \""
              + referenced.name()
              + "\" are of incompatible types: "
              + TypeNames.of(own.type())
              + " and "
              + TypeNames.of(referenced.type())
              + "; give them the same type");
    }
  }

  /** Whether equal values of both types have equal keys. */
  private static boolean isComparable(ColumnType a, ColumnType b) {
    if (isInteger(a.kind()) && isInteger(b.kind())) {
      return true;
    }
    if (a.kind() != b.kind()) {
      return false;
    }
    ColumnType element = a.element();
    return element == null
        ? a.kind() != ColumnKind.DECIMAL || a.scale() == b.scale()
        : element.kind() == Objects.requireNonNull(b.element()).kind()
            && isComparable(element, b.element());
  }

  private static boolean isInteger(ColumnKind kind) {
    return kind == ColumnKind.INT16 || kind == ColumnKind.INT32 || kind == ColumnKind.INT64;
  }

  private static ForeignKey.Action action(SqlNode place, @Nullable ReferentialAction action) {
    if (action == null) {
      return ForeignKey.Action.NO_ACTION;
    }
    return switch (action) {
      case NO_ACTION -> ForeignKey.Action.NO_ACTION;
      case RESTRICT -> ForeignKey.Action.RESTRICT;
      case CASCADE -> ForeignKey.Action.CASCADE;
      case SET_NULL -> ForeignKey.Action.SET_NULL;
      case SET_DEFAULT ->
          throw new PlacedError(
              place, "0A000", "SET DEFAULT is not supported yet: use SET NULL or CASCADE");
    };
  }
}
