package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * A constraint of a table.
 *
 * @param columns the ordinals of its columns; none known of a check
 * @param index of a unique constraint, or of the key that a foreign key refers to; 0 if there is
 *     none
 * @param deferral how long a transaction may put it off
 * @param nullsNotDistinct whether NULL equals NULL in a unique constraint
 * @param foreignKey if it is one
 * @param referenced the table that a foreign key refers to
 * @param expression of a check
 */
public record Constraint(
    long oid,
    TableDefinition table,
    String name,
    Kind kind,
    List<Integer> columns,
    long index,
    Deferral deferral,
    boolean nullsNotDistinct,
    @Nullable ForeignKey foreignKey,
    @Nullable TableDefinition referenced,
    @Nullable String expression) {

  /** What it demands. */
  public enum Kind {
    PRIMARY_KEY("p", "PRIMARY KEY"),
    UNIQUE("u", "UNIQUE"),
    FOREIGN_KEY("f", "FOREIGN KEY"),
    CHECK("c", "CHECK");

    private final String letter;
    private final String words;

    Kind(String letter, String words) {
      this.letter = letter;
      this.words = words;
    }

    String letter() {
      return letter;
    }

    String words() {
      return words;
    }
  }

  /** Whether a transaction may put it off. */
  boolean isDeferrable() {
    return deferral != Deferral.NONE;
  }

  /** Whether transactions put it off by themselves. */
  boolean isInitiallyDeferred() {
    return deferral == Deferral.INITIALLY_DEFERRED;
  }

  /** All constraints of all tables; their numbers are the same in each call. */
  public static List<Constraint> all(Catalog catalog) {
    List<Constraint> all = new ArrayList<>();
    Oids.Constraints oids = new Oids.Constraints();
    for (TableDefinition table : catalog.tables()) {
      addAll(table, catalog, oids, all);
    }
    return all;
  }

  private static void addAll(
      TableDefinition table, Catalog catalog, Oids.Constraints oids, List<Constraint> all) {
    if (table.primaryKey() != null) {
      String name = table.primaryKey().name();
      all.add(
          new Constraint(
              oids.of(table.id(), name),
              table,
              name,
              Kind.PRIMARY_KEY,
              table.primaryKey().columns(),
              Oids.primaryKeyIndex(table.id()),
              Deferral.NONE,
              false,
              null,
              null,
              null));
    }
    for (IndexDefinition index : table.indexes()) {
      if (index.isConstraint()) {
        all.add(
            new Constraint(
                oids.of(table.id(), index.name()),
                table,
                index.name(),
                index.origin() == IndexDefinition.Origin.PRIMARY_KEY
                    ? Kind.PRIMARY_KEY
                    : Kind.UNIQUE,
                index.keyColumns(),
                Oids.relation(index.treeId()),
                index.deferral(),
                index.nullsNotDistinct(),
                null,
                null,
                null));
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      TableDefinition referenced = catalog.table(key.referencedTableId());
      all.add(
          new Constraint(
              oids.of(table.id(), key.name()),
              table,
              key.name(),
              Kind.FOREIGN_KEY,
              key.columns(),
              referenced == null ? 0 : keyIndex(referenced, key.referencedColumns()),
              key.deferral(),
              false,
              key,
              referenced,
              null));
    }
    for (CheckConstraint check : table.checks()) {
      all.add(
          new Constraint(
              oids.of(table.id(), check.name()),
              table,
              check.name(),
              Kind.CHECK,
              List.of(),
              0,
              Deferral.NONE,
              false,
              null,
              null,
              check.expression()));
    }
  }

  /** The index of the key that has these columns. */
  private static long keyIndex(TableDefinition table, List<Integer> columns) {
    if (isPrimaryKey(table, columns)) {
      return Oids.primaryKeyIndex(table.id());
    }
    IndexDefinition index = uniqueIndex(table, columns);
    return index == null ? 0 : Oids.relation(index.treeId());
  }

  private static boolean isPrimaryKey(TableDefinition table, List<Integer> columns) {
    return table.primaryKey() != null && isSame(table.primaryKey().columns(), columns);
  }

  private static @Nullable IndexDefinition uniqueIndex(
      TableDefinition table, List<Integer> columns) {
    for (IndexDefinition index : table.indexes()) {
      if (index.unique() && !index.isPartial() && isSame(index.keyColumns(), columns)) {
        return index;
      }
    }
    return null;
  }

  private static boolean isSame(List<Integer> columns, List<Integer> others) {
    return columns.size() == others.size() && columns.containsAll(others);
  }

  /** The name of the key that a foreign key refers to; null if it is no foreign key. */
  @Nullable String referencedKey() {
    if (referenced == null || foreignKey == null) {
      return null;
    }
    if (referenced.primaryKey() != null
        && isPrimaryKey(referenced, foreignKey.referencedColumns())) {
      return referenced.primaryKey().name();
    }
    IndexDefinition index = uniqueIndex(referenced, foreignKey.referencedColumns());
    return index == null ? null : index.name();
  }

  /** The columns of the key that a foreign key refers to, in the order of its own columns. */
  List<Integer> referencedColumns() {
    return foreignKey == null ? List.of() : foreignKey.referencedColumns();
  }

  /** The place of a column of a foreign key in the key that it refers to, from 1. */
  int placeInReferenced(int position) {
    if (referenced == null || foreignKey == null) {
      return 0;
    }
    int column = foreignKey.referencedColumns().get(position);
    if (referenced.primaryKey() != null
        && isPrimaryKey(referenced, foreignKey.referencedColumns())) {
      return referenced.primaryKey().columns().indexOf(column) + 1;
    }
    IndexDefinition index = uniqueIndex(referenced, foreignKey.referencedColumns());
    return index == null ? position + 1 : index.keyColumns().indexOf(column) + 1;
  }
}
