package org.pydb.calcite.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.validate.NameBindings;

/**
 * A query that a definition keeps, with all its names written out.
 *
 * @param query each name of a table says its schema, each name of a column its table; no stars
 * @param columns what it gives
 * @param uses the ids of the tables and views that it names
 */
public record BoundQuery(SqlNode query, List<ColumnInfo> columns, List<Integer> uses) {

  /**
   * Binds the names of a query.
   *
   * @param query stays as it is
   * @param copy the same, which validation uses up
   * @param names the names to be written for tables and views, by their ids, if they are to be
   *     others than they have
   */
  static BoundQuery of(
      Planning planning, SqlNode query, SqlNode copy, Map<Integer, List<String>> names) {
    NameBindings bindings = planning.validator().noteNames();
    SqlNode validated = planning.validator().validateStatement(copy);
    if (planning.parameterTypes().size() > 0) {
      throw new PlacedError(
          query, "42P02", "there is no parameter here: a definition keeps values, not places");
    }
    List<ColumnInfo> columns = QueryPlanning.columns(planning, validated);
    Set<Integer> uses = new TreeSet<>();
    SqlNode written =
        bindings.writtenOut(
            query,
            table -> {
              List<String> name = ((Prepare.PreparingTable) table).getQualifiedName();
              Integer id = id(table);
              if (id != null) {
                uses.add(id);
              }
              return id == null ? name : names.getOrDefault(id, name);
            });
    return new BoundQuery(written, columns, List.copyOf(uses));
  }

  private static @Nullable Integer id(SqlValidatorTable table) {
    if (table instanceof PydbTable used) {
      return used.isSystem() ? null : used.definition().id();
    }
    return table instanceof PydbView used ? used.definition().id() : null;
  }
}
