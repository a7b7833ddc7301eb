package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.TreeSize;
import org.pydb.engine.schema.TableDefinition;

/**
 * What pydb tells of what it stores: the sizes of tables and indexes, and what is known of them.
 */
final class PydbStorage {
  private static final String SCHEMA = SystemTables.PYDB;
  static final long PAGE_BYTES = 8192;

  private PydbStorage() {}

  static List<SystemTable> tables() {
    return List.of(sizesOfTables(), sizesOfIndexes(), statistics());
  }

  /** Something that is stored, and whom to ask for its size. */
  private record Stored(SystemState state, Relation relation, int tree) {
    TreeSize size() {
      return state.size(tree);
    }

    TableDefinition table() {
      TableDefinition table = relation.table();
      if (table == null) {
        throw new IllegalStateException(relation.name() + " is not stored");
      }
      return table;
    }

    static List<Stored> allTables(SystemState state) {
      List<Stored> all = new ArrayList<>();
      for (TableDefinition table : state.catalog().tables()) {
        all.add(new Stored(state, Relation.of(table, Relation.Kind.TABLE), table.id()));
      }
      return all;
    }

    /** Indexes; the primary key is the table itself. */
    static List<Stored> allIndexes(SystemState state) {
      List<Stored> all = new ArrayList<>();
      for (Relation index : PgRelations.allIndexes(state)) {
        if (index.index() != null) {
          all.add(new Stored(state, index, index.index().treeId()));
        }
      }
      return all;
    }
  }

  private static SystemTable sizesOfTables() {
    return SystemTable.of(SCHEMA, "tables", Stored::allTables)
        .text("schema_name", row -> row.relation.schema())
        .text("table_name", row -> row.relation.name())
        .bigint("row_count", row -> row.state.rowCount(row.table()))
        .bigint("pages", row -> row.size().pages())
        .bigint("bytes", row -> row.size().pages() * PAGE_BYTES)
        .integer("depth", row -> row.size().levels())
        .integer("indexes", row -> row.table().indexes().size())
        .make();
  }

  private static SystemTable sizesOfIndexes() {
    return SystemTable.of(SCHEMA, "indexes", Stored::allIndexes)
        .text("schema_name", row -> row.relation.schema())
        .text("table_name", row -> row.table().name())
        .text("index_name", row -> row.relation.name())
        .bool("is_unique", row -> DefinitionText.isUnique(row.relation))
        .text("definition", row -> DefinitionText.PLAIN.ofIndex(row.relation))
        .bigint("entries", row -> row.size().entries())
        .bigint("pages", row -> row.size().pages())
        .bigint("bytes", row -> row.size().pages() * PAGE_BYTES)
        .integer("depth", row -> row.size().levels())
        .make();
  }

  // ------------------------------------------------------------------ statistics

  /** What is known of a column of a table that was analyzed. */
  private record Known(SystemState state, TableDefinition table, TableProfile profile, int column) {
    @Nullable ColumnStatistics statistics() {
      return profile.column(column);
    }

    static List<Known> all(SystemState state) {
      List<Known> all = new ArrayList<>();
      for (TableDefinition table : state.catalog().tables()) {
        TableProfile profile = state.profile(table);
        for (int i = 0; profile != null && i < table.columns().size(); i++) {
          if (profile.column(i) != null) {
            all.add(new Known(state, table, profile, i));
          }
        }
      }
      return all;
    }
  }

  private static SystemTable statistics() {
    return SystemTable.of(SCHEMA, "statistics", Known::all)
        .text("schema_name", row -> row.table.schema())
        .text("table_name", row -> row.table.name())
        .text("column_name", row -> row.table.columns().get(row.column).name())
        .instant("analyzed", row -> row.profile.micros())
        .bigint("analyzed_rows", row -> row.profile.rowCount())
        .bigint("sampled_rows", row -> row.profile.sampled())
        .bigint("changed_rows", row -> row.state.changeCount(row.table))
        .real("null_share", row -> of(row, ColumnStatistics::nullShare))
        .real("distinct_values", row -> of(row, ColumnStatistics::distinctCount))
        .real("average_bytes", row -> of(row, ColumnStatistics::averageWidth))
        .make();
  }

  private static @Nullable Double of(Known row, ToDoubleFunction<ColumnStatistics> part) {
    ColumnStatistics statistics = row.statistics();
    return statistics == null ? null : Double.valueOf(part.applyAsDouble(statistics));
  }
}
