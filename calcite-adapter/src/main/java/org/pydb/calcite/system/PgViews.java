package org.pydb.calcite.system;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Sequences;

/** PostgreSQL's views for people: {@code pg_tables} and the like. */
final class PgViews {
  private static final String SCHEMA = SystemTables.PG_CATALOG;

  private PgViews() {}

  static List<SystemTable> tables() {
    return List.of(stored(), views(), materializedViews(), indexes(), sequences());
  }

  private static SystemTable stored() {
    return SystemTable.of(
            SCHEMA,
            "pg_tables",
            state ->
                state.catalog().tables().stream().filter(table -> !table.isMaterialized()).toList())
        .text("schemaname", TableDefinition::schema)
        .text("tablename", TableDefinition::name)
        .constant("tableowner", InformationSchema.OWNER)
        .nulls("tablespace")
        .bool("hasindexes", table -> table.primaryKey() != null || !table.indexes().isEmpty())
        .bool("hasrules", table -> false)
        .bool("hastriggers", table -> !table.foreignKeys().isEmpty())
        .bool("rowsecurity", table -> false)
        .make();
  }

  private static SystemTable views() {
    return SystemTable.of(
            SCHEMA,
            "pg_views",
            state -> Relation.withColumns(state).stream().filter(Relation::isView).toList())
        .text("schemaname", Relation::schema)
        .text("viewname", Relation::name)
        .constant("viewowner", InformationSchema.OWNER)
        .text("definition", view -> view.view() == null ? null : view.view().query())
        .make();
  }

  private static SystemTable materializedViews() {
    return SystemTable.of(
            SCHEMA,
            "pg_matviews",
            state ->
                Relation.withColumns(state).stream()
                    .filter(relation -> relation.kind() == Relation.Kind.MATERIALIZED)
                    .toList())
        .text("schemaname", Relation::schema)
        .text("matviewname", Relation::name)
        .constant("matviewowner", InformationSchema.OWNER)
        .nulls("tablespace")
        .bool("hasindexes", view -> view.table() != null && !view.table().indexes().isEmpty())
        .bool("ispopulated", Relation::isPopulated)
        .text("definition", view -> view.view() == null ? null : view.view().query())
        .make();
  }

  private static SystemTable indexes() {
    return SystemTable.of(SCHEMA, "pg_indexes", PgRelations::allIndexes)
        .text("schemaname", Relation::schema)
        .text("tablename", index -> tableName(index))
        .text("indexname", Relation::name)
        .nulls("tablespace")
        .text("indexdef", DefinitionText.PLAIN::ofIndex)
        .make();
  }

  private static @Nullable String tableName(Relation index) {
    return index.table() == null ? null : index.table().name();
  }

  /** A sequence, and where it stands. */
  private record Standing(SequenceDefinition sequence, Sequences.Last last) {
    static List<Standing> all(SystemState state) {
      return state.catalog().sequences().stream()
          .map(sequence -> new Standing(sequence, state.lastNumber(sequence)))
          .toList();
    }
  }

  private static SystemTable sequences() {
    return SystemTable.of(SCHEMA, "pg_sequences", Standing::all)
        .text("schemaname", row -> row.sequence.schema())
        .text("sequencename", row -> row.sequence.name())
        .constant("sequenceowner", InformationSchema.OWNER)
        .text("data_type", row -> PgRelations.typeOf(row.sequence).longName())
        .bigint("start_value", row -> row.sequence.start())
        .bigint("min_value", row -> row.sequence.least())
        .bigint("max_value", row -> row.sequence.greatest())
        .bigint("increment_by", row -> row.sequence.increment())
        .bool("cycle", row -> row.sequence.cycle())
        .bigint("cache_size", row -> 1)
        .bigint("last_value", row -> row.last.given() ? row.last.number() : null)
        .make();
  }
}
