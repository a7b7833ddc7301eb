package org.pydb.calcite.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableSample;

/**
 * Looks at a sample of a table's rows and index entries and makes its profile. What it reads and
 * keeps is bounded, however large the table is. Stateless.
 */
public final class TableAnalysis {

  /** Rows that are looked at; with 100 parts of a histogram, 300 fall into each. */
  private static final int ROWS_MAX = 30_000;

  /** Values that are looked at, whatever the number of columns. */
  private static final int VALUES_MAX = 1_000_000;

  /** Pages of rows that are read: 24 MB. */
  private static final int PAGES_MAX = 3_000;

  /** Pages that are read of each index. */
  private static final int INDEX_PAGES_MAX = 500;

  /** Of the memory that values take, what a value takes besides its bytes. */
  private static final int OVERHEAD = 40;

  private final TableLayout layout;
  private final TableSample sample;
  private final List<ColumnSample> columns = new ArrayList<>();
  private long bytesLeft;

  private TableAnalysis(
      TableLayout layout, TableSample sample, List<Integer> wanted, long bytesMax) {
    this.layout = layout;
    this.sample = sample;
    bytesLeft = bytesMax;
    for (int column : wanted) {
      columns.add(new ColumnSample(column, layout.definition().columns().get(column).type()));
    }
  }

  /**
   * The profile of a table.
   *
   * @param wanted the columns to look at
   * @param earlier what was known before; kept for other columns
   * @param micros the time
   * @param bytesMax the memory that values may take meanwhile
   */
  public static TableProfile run(
      TableLayout layout,
      TableSample sample,
      List<Integer> wanted,
      @Nullable TableProfile earlier,
      long micros,
      long bytesMax) {
    TableProfile made = new TableAnalysis(layout, sample, wanted, bytesMax).profile(micros);
    return earlier == null || wanted.size() == layout.definition().columns().size()
        ? made
        : made.over(earlier);
  }

  private TableProfile profile(long micros) {
    Map<Integer, double[]> prefixes = prefixes();
    Map<Integer, Double> leading = leading(prefixes);
    int rowsMax = Math.min(ROWS_MAX, VALUES_MAX / Math.max(1, columns.size()));
    long[] sampled = {0};
    boolean isComplete =
        sample.rows(
            rowsMax,
            PAGES_MAX,
            row -> {
              sampled[0]++;
              return add(row);
            });
    Map<Integer, ColumnStatistics> statistics = new LinkedHashMap<>();
    for (ColumnSample column : columns) {
      double known = leading.getOrDefault(column.column(), Double.NaN);
      statistics.put(
          column.column(), column.statistics((double) sample.rowCount(), isComplete, known));
    }
    return new TableProfile(sample.rowCount(), sampled[0], micros, statistics, prefixes);
  }

  private boolean add(RowView row) {
    for (ColumnSample column : columns) {
      bytesLeft -= column.add(row) + OVERHEAD;
    }
    return bytesLeft > 0;
  }

  private Map<Integer, double[]> prefixes() {
    Map<Integer, double[]> prefixes = new LinkedHashMap<>();
    TableDefinition table = layout.definition();
    if (table.primaryKey() != null) {
      prefixes.put(table.id(), sample.distinctPrefixes(null, INDEX_PAGES_MAX));
    }
    for (IndexLayout index : layout.indexes()) {
      prefixes.put(index.index().treeId(), sample.distinctPrefixes(index, INDEX_PAGES_MAX));
    }
    return prefixes;
  }

  /** How many different values columns have that an index begins with. */
  private Map<Integer, Double> leading(Map<Integer, double[]> prefixes) {
    Map<Integer, Double> leading = new LinkedHashMap<>();
    TableDefinition table = layout.definition();
    for (IndexLayout index : layout.indexes()) {
      double[] counts = prefixes.get(index.index().treeId());
      if (counts != null && !index.index().isPartial() && !Double.isNaN(counts[0])) {
        leading.put(index.index().columns().get(0).column(), counts[0]);
      }
    }
    double[] counts = prefixes.get(table.id());
    if (table.primaryKey() != null && counts != null && !Double.isNaN(counts[0])) {
      leading.put(table.primaryKey().columns().get(0), counts[0]);
    }
    return leading;
  }
}
