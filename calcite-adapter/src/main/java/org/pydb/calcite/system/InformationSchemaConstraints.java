package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.system.InformationSchema.In;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.TableDefinition;

/** The standard's views of constraints. NOT NULL is in {@code columns} only. */
final class InformationSchemaConstraints {
  private static final String SCHEMA = SystemTables.INFORMATION_SCHEMA;

  private InformationSchemaConstraints() {}

  static List<SystemTable> tables() {
    return List.of(
        tableConstraints(),
        keyColumnUsage(),
        constraintColumnUsage(),
        constraintTableUsage(),
        referentialConstraints(),
        checkConstraints());
  }

  private static List<In<Constraint>> constraints(SystemState state, Constraint.Kind... kinds) {
    List<Constraint.Kind> wanted = List.of(kinds);
    return In.of(
        state,
        Constraint.all(state.catalog()).stream()
            .filter(constraint -> wanted.isEmpty() || wanted.contains(constraint.kind()))
            .toList());
  }

  /** The columns that name a constraint. */
  private static SystemTable.Builder<In<Constraint>> named(String table, Constraint.Kind... kinds) {
    return SystemTable.of(SCHEMA, table, state -> constraints(state, kinds))
        .text("constraint_catalog", In::database)
        .text("constraint_schema", in -> in.row().table().schema())
        .text("constraint_name", in -> in.row().name());
  }

  private static SystemTable tableConstraints() {
    return named("table_constraints")
        .text("table_catalog", In::database)
        .text("table_schema", in -> in.row().table().schema())
        .text("table_name", in -> in.row().table().name())
        .text("constraint_type", in -> in.row().kind().words())
        .text("is_deferrable", in -> in.row().isDeferrable() ? "YES" : "NO")
        .text("initially_deferred", in -> in.row().isInitiallyDeferred() ? "YES" : "NO")
        .constant("enforced", "YES")
        .text("nulls_distinct", in -> nullsDistinct(in.row()))
        .make();
  }

  private static @Nullable String nullsDistinct(Constraint constraint) {
    return constraint.kind() != Constraint.Kind.UNIQUE
        ? null
        : constraint.nullsNotDistinct() ? "NO" : "YES";
  }

  private static SystemTable referentialConstraints() {
    return named("referential_constraints", Constraint.Kind.FOREIGN_KEY)
        .text(
            "unique_constraint_catalog",
            in -> in.row().referencedKey() == null ? null : in.database())
        .text(
            "unique_constraint_schema",
            in -> {
              TableDefinition referenced = in.row().referenced();
              return referenced == null || in.row().referencedKey() == null
                  ? null
                  : referenced.schema();
            })
        .text("unique_constraint_name", in -> in.row().referencedKey())
        .text("match_option", in -> match(in.row()))
        .text("update_rule", in -> rule(in.row(), false))
        .text("delete_rule", in -> rule(in.row(), true))
        .make();
  }

  private static String match(Constraint constraint) {
    ForeignKey key = constraint.foreignKey();
    return key != null && key.full() ? "FULL" : "NONE";
  }

  private static String rule(Constraint constraint, boolean onDelete) {
    ForeignKey key = constraint.foreignKey();
    if (key == null) {
      return "";
    }
    return (onDelete ? key.onDelete() : key.onUpdate()).name().replace('_', ' ');
  }

  private static SystemTable checkConstraints() {
    return named("check_constraints", Constraint.Kind.CHECK)
        .text("check_clause", in -> in.row().expression())
        .make();
  }

  /** A column of a constraint, which may be that of the table to which it refers. */
  private record Use(
      String database, Constraint constraint, TableDefinition table, int column, int position) {
    String columnName() {
      return table.columns().get(column).name();
    }
  }

  private static List<Use> keyColumns(SystemState state) {
    List<Use> uses = new ArrayList<>();
    for (Constraint constraint : Constraint.all(state.catalog())) {
      for (int i = 0; i < constraint.columns().size(); i++) {
        int column = constraint.columns().get(i);
        uses.add(new Use(state.databaseName(), constraint, constraint.table(), column, i));
      }
    }
    return uses;
  }

  private static SystemTable keyColumnUsage() {
    return SystemTable.of(SCHEMA, "key_column_usage", InformationSchemaConstraints::keyColumns)
        .text("constraint_catalog", use -> use.database)
        .text("constraint_schema", use -> use.constraint.table().schema())
        .text("constraint_name", use -> use.constraint.name())
        .text("table_catalog", use -> use.database)
        .text("table_schema", use -> use.table.schema())
        .text("table_name", use -> use.table.name())
        .text("column_name", Use::columnName)
        .integer("ordinal_position", use -> use.position + 1)
        .integer(
            "position_in_unique_constraint",
            use ->
                use.constraint.foreignKey() == null
                    ? null
                    : use.constraint.placeInReferenced(use.position))
        .make();
  }

  /** Columns that keys consist of, and to which foreign keys refer. */
  private static List<Use> usedColumns(SystemState state) {
    List<Use> uses = new ArrayList<>();
    for (Constraint constraint : Constraint.all(state.catalog())) {
      List<Integer> columns =
          constraint.referenced() == null ? constraint.columns() : constraint.referencedColumns();
      for (int column : columns) {
        uses.add(new Use(state.databaseName(), constraint, usedTable(constraint), column, 0));
      }
    }
    return uses;
  }

  private static SystemTable constraintColumnUsage() {
    return SystemTable.of(
            SCHEMA, "constraint_column_usage", InformationSchemaConstraints::usedColumns)
        .text("table_catalog", use -> use.database)
        .text("table_schema", use -> use.table.schema())
        .text("table_name", use -> use.table.name())
        .text("column_name", Use::columnName)
        .text("constraint_catalog", use -> use.database)
        .text("constraint_schema", use -> use.constraint.table().schema())
        .text("constraint_name", use -> use.constraint.name())
        .make();
  }

  private static TableDefinition usedTable(Constraint constraint) {
    TableDefinition referenced = constraint.referenced();
    return referenced == null ? constraint.table() : referenced;
  }

  private static SystemTable constraintTableUsage() {
    return SystemTable.of(
            SCHEMA,
            "constraint_table_usage",
            state ->
                constraints(
                    state,
                    Constraint.Kind.PRIMARY_KEY,
                    Constraint.Kind.UNIQUE,
                    Constraint.Kind.FOREIGN_KEY))
        .text("table_catalog", In::database)
        .text("table_schema", in -> usedTable(in.row()).schema())
        .text("table_name", in -> usedTable(in.row()).name())
        .text("constraint_catalog", In::database)
        .text("constraint_schema", in -> in.row().table().schema())
        .text("constraint_name", in -> in.row().name())
        .make();
  }
}
