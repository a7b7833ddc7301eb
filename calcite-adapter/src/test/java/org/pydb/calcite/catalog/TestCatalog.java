package org.pydb.calcite.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/** The tables that planning is tested on: a music shop, one table with each type, one of pairs. */
public final class TestCatalog implements Catalog {
  private final Map<String, TableDefinition> tables = new LinkedHashMap<>();
  private final Map<String, Double> rowCounts = new LinkedHashMap<>();

  /** A catalog with the usual tables. */
  public static TestCatalog shop() {
    TestCatalog catalog = new TestCatalog();
    catalog.add(
        275,
        TestTable.named("artist")
            .notNull("artist_id", ColumnKind.INT32)
            .column("name", ColumnType.text(120))
            .primaryKey("artist_id"));
    catalog.add(
        347,
        TestTable.named("album")
            .notNull("album_id", ColumnKind.INT32)
            .notNull("title", ColumnType.text(160))
            .notNull("artist_id", ColumnKind.INT32)
            .primaryKey("album_id")
            .index("album_artist", "artist_id"));
    catalog.add(
        3503,
        TestTable.named("track")
            .notNull("track_id", ColumnKind.INT32)
            .notNull("name", ColumnType.text(200))
            .column("album_id", ColumnKind.INT32)
            .column("composer", ColumnType.text(220))
            .notNull("milliseconds", ColumnKind.INT32)
            .column("bytes", ColumnKind.INT32)
            .notNull("unit_price", ColumnType.decimal(10, 2))
            .primaryKey("track_id")
            .index("track_album", "album_id")
            .index("track_length", "-milliseconds", "name"));
    catalog.add(
        2240,
        TestTable.named("invoice_line")
            .notNull("invoice_id", ColumnKind.INT32)
            .notNull("line", ColumnKind.INT16)
            .notNull("track_id", ColumnKind.INT32)
            .notNull("unit_price", ColumnType.decimal(10, 2))
            .notNull("quantity", ColumnKind.INT32)
            .primaryKey("invoice_id", "line")
            .index("line_track", "track_id"));
    catalog.add(1000, allTypes());
    catalog.add(
        100,
        TestTable.named("pair")
            .column("a", ColumnKind.INT32)
            .column("b", ColumnKind.INT32)
            .withDefault("c", ColumnType.text(0), "'none'")
            .unique("pair_a", "a"));
    return catalog;
  }

  private static TestTable allTypes() {
    return TestTable.ofAllKinds("kinds")
        .index("kinds_i4", "i4")
        .index("kinds_d52", "d52")
        .index("kinds_ts", "ts")
        .index("kinds_v5", "v5");
  }

  /** Adds a table. */
  public TableDefinition add(double rowCount, TestTable table) {
    TableDefinition definition = table.define();
    tables.put(definition.name(), definition);
    rowCounts.put(definition.name(), rowCount);
    return definition;
  }

  @Override
  public List<String> schemas() {
    return List.of("public");
  }

  @Override
  public Collection<TableDefinition> tables() {
    return tables.values();
  }

  @Override
  public @Nullable TableDefinition table(String schema, String name) {
    return schema.equals("public") ? tables.get(name) : null;
  }

  @Override
  public TableLayout layout(TableDefinition table) {
    return TableLayout.of(table);
  }

  @Override
  public TableStatistics statistics(TableDefinition table) {
    double rowCount = rowCounts.get(table.name());
    return () -> rowCount;
  }
}
