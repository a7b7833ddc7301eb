package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Morsels;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ScanNode;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.IndexCursor;
import org.pydb.engine.table.RowFetch;
import org.pydb.engine.table.View;

/**
 * The rows of a table in the order of an index, all of them or those within bounds. If the index
 * holds all columns that are asked for, the table itself is not read.
 */
public final class IndexScanNode extends ScanNode {
  private final TableLayout layout;
  private final IndexLayout index;
  private final List<Integer> columns;
  private final List<KeyBounds> bounds;
  private final boolean backward;
  private final BitSet large;

  /**
   * A scan of one or several parts of the index.
   *
   * @param columns which columns its rows have, {@link RowKey#COLUMN} among them or not
   * @param bounds of each part; they differ only in their values
   * @param rowsExpected how many rows it will read, about
   * @param backward whether rows come in the opposite order of the index
   */
  public IndexScanNode(
      TableLayout layout,
      IndexDefinition index,
      List<Integer> columns,
      List<KeyBounds> bounds,
      double rowsExpected,
      boolean backward) {
    this(layout, layout.index(index), columns, bounds, rowsExpected, backward, new BitSet());
  }

  private IndexScanNode(
      TableLayout layout,
      IndexLayout index,
      List<Integer> columns,
      List<KeyBounds> bounds,
      double rowsExpected,
      boolean backward,
      BitSet large) {
    super(RowKey.types(layout.definition().columns(), columns), rowsExpected);
    this.large = large;
    this.layout = layout;
    this.index = index;
    this.columns = List.copyOf(columns);
    this.bounds = List.copyOf(bounds);
    this.backward = backward;
  }

  /** Whether the index holds all columns that are asked for. */
  public boolean isIndexOnly() {
    return isIndexOnly(index, columns);
  }

  /** Whether an index holds all these columns. */
  public static boolean isIndexOnly(IndexLayout index, List<Integer> columns) {
    return columns.stream().allMatch(c -> c == RowKey.COLUMN || index.isReadable(c));
  }

  @Override
  public String describe() {
    TableDefinition table = layout.definition();
    String text =
        (isIndexOnly() ? "Index Only Scan" : "Index Scan")
            + (backward ? " Backward: " : ": ")
            + table.name()
            + " by "
            + index.index().name();
    List<String> names =
        index.index().columns().stream().map(c -> table.columns().get(c.column()).name()).toList();
    return bounds.get(0).isAll() ? text : text + KeyBounds.describe(bounds, names);
  }

  @Override
  public BitSet largeColumns() {
    return (BitSet) large.clone();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet passed = RowKey.largeColumns(layout, columns, wanted);
    return passed.isEmpty() || isIndexOnly()
        ? this
        : new IndexScanNode(layout, index, columns, bounds, rowsExpected(), backward, passed);
  }

  @Override
  public List<KeyRange> split(
      ExecutionContext context, Parallelism how, int partsMax, int groupedColumns) {
    if (context.transaction(TableAccess.class).view().hasOwn(layout.definition().id())) {
      return List.of();
    }
    KeyRanges ranges = new KeyRanges(index.format(), bounds, backward);
    return ranges.split(context, index.index().treeId(), how, partsMax, groupedColumns);
  }

  @Override
  public Operator operator() {
    return new IndexScan(this);
  }

  private static final class IndexScan extends Operator {
    private final IndexScanNode node;
    private final TableLayout layout;
    private final IndexLayout index;
    private final boolean backward;
    private final KeyRanges ranges;
    private final @Nullable EntryColumns entries;
    private final ColumnGather gather;
    private final RowFetch fetch;
    private final Batch noRow = new Batch();
    private @Nullable RowBatch rows;
    private @Nullable IndexCursor cursor;
    private @Nullable View view;
    private @Nullable KeyRange range;

    /** Gives the ranges, if this is one of several that read the index. */
    private @Nullable Morsels morsels;

    private int wish;

    IndexScan(IndexScanNode node) {
      this.node = node;
      layout = node.layout;
      index = node.index;
      backward = node.backward;
      ranges = new KeyRanges(index.format(), node.bounds, backward);
      entries =
          node.isIndexOnly() ? new EntryColumns(layout.definition().columns(), node.columns) : null;
      gather = new ColumnGather(layout, node.columns, node.large);
      fetch = new RowFetch(layout);
      noRow.selectAll(1);
    }

    @Override
    protected void start(ExecutionContext context) {
      morsels = context.morsels(node);
      if (morsels == null) {
        ranges.open(context, noRow, 0);
        context.expectRows(node.rowsExpected());
      }
      TableAccess access = context.transaction(TableAccess.class);
      View seen = access.view();
      view = seen;
      gather.open(access);
      cursor = cursor == null ? new IndexCursor(index, seen) : cursor;
      range = null;
      wish = RowBatches.FIRST;
    }

    @Override
    protected @Nullable Batch produce() {
      IndexCursor open = cursor;
      View seen = view;
      assert open != null && seen != null;
      int most = gather.atOnce(wish);
      wish = RowBatches.next(wish);
      while (true) {
        if (range == null && !nextRange(open, seen)) {
          return null;
        }
        Batch batch = entries != null ? entries.fill(open, most) : follow(open, seen, most);
        if (batch != null) {
          context().progress().read(batch.count());
          return batch;
        }
        range = null;
      }
    }

    private boolean nextRange(IndexCursor open, View seen) {
      Morsels parts = morsels;
      range = parts == null ? ranges.next() : parts.take();
      if (range == null) {
        return false;
      }
      if (parts == null) {
        open.open(seen, range, backward);
      } else {
        open.openPart(seen, range, backward);
      }
      return true;
    }

    private @Nullable Batch follow(IndexCursor open, View seen, int most) {
      RowBatch batch = RowBatches.ofCapacity(rows, layout, most);
      rows = batch;
      return fetch.fill(seen, open, batch) == 0 ? null : gather.gather(batch);
    }

    @Override
    protected void stop() {
      ranges.close();
      morsels = null;
      gather.release();
      fetch.release();
      view = null;
      range = null;
    }
  }
}
