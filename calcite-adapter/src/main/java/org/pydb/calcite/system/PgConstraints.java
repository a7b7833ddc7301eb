package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.TableDefinition;

/** PostgreSQL's tables of constraints, comments and what pydb has none of. */
final class PgConstraints {
  private static final String SCHEMA = SystemTables.PG_CATALOG;

  private PgConstraints() {}

  static List<SystemTable> tables() {
    return List.of(constraint(), description());
  }

  private static SystemTable constraint() {
    return SystemTable.of(SCHEMA, "pg_constraint", state -> Constraint.all(state.catalog()))
        .bigint("oid", Constraint::oid)
        .text("conname", Constraint::name)
        .bigint("connamespace", c -> Oids.schema(c.table().schema()))
        .text("contype", c -> c.kind().letter())
        .bool("condeferrable", Constraint::isDeferrable)
        .bool("condeferred", Constraint::isInitiallyDeferred)
        .bool("convalidated", c -> true)
        .bigint("conrelid", c -> Oids.relation(c.table().id()))
        .bigint("contypid", c -> 0)
        .bigint("conindid", Constraint::index)
        .bigint("conparentid", c -> 0)
        .bigint("confrelid", PgConstraints::referenced)
        .text("confupdtype", c -> action(c, false))
        .text("confdeltype", c -> action(c, true))
        .text("confmatchtype", PgConstraints::match)
        .bool("conislocal", c -> true)
        .integer("coninhcount", c -> 0)
        .bool("connoinherit", c -> true)
        .smallints("conkey", c -> numbers(c.columns()))
        .smallints("confkey", c -> numbers(c.referencedColumns()))
        .nulls("conpfeqop", "conppeqop", "conffeqop", "conexclop")
        .text("conbin", Constraint::expression)
        .make();
  }

  private static long referenced(Constraint constraint) {
    TableDefinition table = constraint.referenced();
    return table == null ? 0 : Oids.relation(table.id());
  }

  private static String match(Constraint constraint) {
    ForeignKey key = constraint.foreignKey();
    return key == null ? " " : key.full() ? "f" : "s";
  }

  private static String action(Constraint constraint, boolean onDelete) {
    ForeignKey key = constraint.foreignKey();
    if (key == null) {
      return " ";
    }
    return switch (onDelete ? key.onDelete() : key.onUpdate()) {
      case NO_ACTION -> "a";
      case RESTRICT -> "r";
      case CASCADE -> "c";
      case SET_NULL -> "n";
      case SET_DEFAULT -> "d";
    };
  }

  /** The numbers of columns, from 1; null for none. */
  private static @Nullable List<Integer> numbers(List<Integer> columns) {
    return columns.isEmpty() ? null : columns.stream().map(column -> column + 1).toList();
  }

  /** A comment, on a relation or on the column of a number. */
  private record Comment(long object, int column, String text) {
    static List<Comment> all(SystemState state) {
      List<Comment> all = new ArrayList<>();
      for (Relation relation : Relation.all(state)) {
        String ofWhole = relation.kind() == Relation.Kind.INDEX ? null : relation.comment();
        if (ofWhole != null) {
          all.add(new Comment(relation.oid(), 0, ofWhole));
        }
      }
      for (Relation.Column column : Relation.columns(state)) {
        String ofColumn = column.definition().attributes().get(TableDefinition.COMMENT);
        if (ofColumn != null) {
          all.add(new Comment(column.of().oid(), column.number(), ofColumn));
        }
      }
      return all;
    }
  }

  private static SystemTable description() {
    return SystemTable.of(SCHEMA, "pg_description", Comment::all)
        .bigint("objoid", comment -> comment.object)
        .bigint("classoid", comment -> Oids.PG_CLASS)
        .integer("objsubid", comment -> comment.column)
        .text("description", comment -> comment.text)
        .make();
  }
}
