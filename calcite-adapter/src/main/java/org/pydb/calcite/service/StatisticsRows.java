package org.pydb.calcite.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.ddl.RelationName;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.ShowStatement;
import org.pydb.calcite.statistics.ColumnStatistics;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.calcite.statistics.ValueKey;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * What {@code SHOW statistics} gives: a row a table; and {@code SHOW statistics FOR table}: a row a
 * column, then one for each key.
 */
final class StatisticsRows {

  /** As many most common values, and bounds of the histogram, are shown. */
  private static final int SHOWN_MAX = 5;

  private final Session session;

  private StatisticsRows(Session session) {
    this.session = session;
  }

  /** Whether a SHOW asks for statistics. */
  static boolean isMeant(ShowStatement show) {
    return show.parameter().equals("statistics");
  }

  static List<ColumnInfo> columns(ShowStatement show) {
    return show.table() == null
        ? TextRows.columns("table", "rows", "analyzed_rows", "sampled_rows", "changes", "analyzed")
        : TextRows.columns("of", "nulls", "distinct", "width", "most_common", "histogram");
  }

  static TextRows of(Session session, String sql, ShowStatement show) {
    Transaction open = session.transactions().open();
    StatisticsRows rows = new StatisticsRows(session);
    SqlIdentifier table = show.table();
    if (open != null) {
      return rows.of(sql, table, open.catalog());
    }
    try (Transaction reading = session.transactions().beginForReading()) {
      return rows.of(sql, table, reading.catalog());
    }
  }

  private TextRows of(String sql, @Nullable SqlIdentifier table, Catalog catalog) {
    try {
      return TextRows.table(
          table == null
              ? catalog.tables().stream()
                  .sorted(Comparator.comparing(TableDefinition::qualifiedName))
                  .map(this::table)
                  .toList()
              : parts(
                  RelationName.of(table, session.searchPath(), catalog)
                      .tableOrMaterializedView(catalog)));
    } catch (PlacedError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  private @Nullable TableProfile profile(TableDefinition table) {
    return session.database().statistics().profile(table);
  }

  private List<String> table(TableDefinition table) {
    TableProfile profile = profile(table);
    return List.of(
        table.qualifiedName(),
        Long.toString(session.database().engine().rowCount(table)),
        profile == null ? "" : Long.toString(profile.rowCount()),
        profile == null ? "" : Long.toString(profile.sampled()),
        Long.toString(session.database().engine().changeCounts().of(table.id())),
        profile == null ? "" : moment(profile.micros()));
  }

  private static String moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private List<List<String>> parts(TableDefinition table) {
    TableProfile profile = profile(table);
    List<List<String>> rows = new ArrayList<>();
    if (profile == null) {
      return rows;
    }
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnStatistics column = profile.column(i);
      if (column != null) {
        rows.add(column(table.columns().get(i), column));
      }
    }
    if (table.primaryKey() != null) {
      addKey(rows, table.primaryKey().name(), profile.prefixes().get(table.id()));
    }
    for (IndexDefinition index : table.indexes()) {
      addKey(rows, index.name(), profile.prefixes().get(index.treeId()));
    }
    return rows;
  }

  private static List<String> column(ColumnDefinition definition, ColumnStatistics column) {
    ValueKey keys = new ValueKey(definition.type());
    return List.of(
        definition.name(),
        percent(column.nullShare()),
        count(column.distinctCount()),
        count(column.averageWidth()),
        IntStream.range(0, Math.min(SHOWN_MAX, column.common().size()))
            .mapToObj(
                i -> keys.print(column.common().get(i)) + " " + percent(column.commonShare(i)))
            .collect(Collectors.joining(", ")),
        bounds(keys, column.bounds()));
  }

  private static String bounds(ValueKey keys, List<byte[]> bounds) {
    int shown = Math.min(SHOWN_MAX, bounds.size());
    return IntStream.range(0, shown)
        .mapToObj(i -> keys.print(bounds.get(i * (bounds.size() - 1) / Math.max(1, shown - 1))))
        .collect(Collectors.joining(" .. "));
  }

  private static void addKey(List<List<String>> rows, String name, double @Nullable [] counts) {
    if (counts != null && counts.length > 0) {
      String distinct =
          Arrays.stream(counts)
              .mapToObj(count -> Double.isNaN(count) ? "?" : count(count))
              .collect(Collectors.joining(", "));
      rows.add(List.of(name, "", distinct, "", "", ""));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * share).replaceFirst("\\.?0+ ", " ");
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%.0f", number);
  }
}
