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
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.View;

/** The rows of a table in the order of its primary key, all of them or those within bounds. */
public final class TableScanNode extends ScanNode {
  private final TableLayout layout;
  private final List<Integer> columns;
  private final List<KeyBounds> bounds;
  private final boolean backward;
  private final BitSet large;

  /**
   * A scan of one or several parts of the table.
   *
   * @param columns which columns its rows have, {@link RowKey#COLUMN} among them or not
   * @param bounds of each part; they differ only in their values
   * @param rowsExpected how many rows it will read, about
   * @param backward whether rows come in descending order
   */
  public TableScanNode(
      TableLayout layout,
      List<Integer> columns,
      List<KeyBounds> bounds,
      double rowsExpected,
      boolean backward) {
    this(layout, columns, bounds, rowsExpected, backward, new BitSet());
  }

  private TableScanNode(
      TableLayout layout,
      List<Integer> columns,
      List<KeyBounds> bounds,
      double rowsExpected,
      boolean backward,
      BitSet large) {
    super(RowKey.types(layout.definition().columns(), columns), rowsExpected);
    this.large = large;
    this.layout = layout;
    this.columns = List.copyOf(columns);
    this.bounds = List.copyOf(bounds);
    this.backward = backward;
  }

  @Override
  public String describe() {
    TableDefinition table = layout.definition();
    String text = (backward ? "Scan Backward: " : "Scan: ") + table.name();
    PrimaryKey primaryKey = table.primaryKey();
    if (bounds.get(0).isAll() || primaryKey == null) {
      return text;
    }
    List<String> names =
        primaryKey.columns().stream().map(i -> table.columns().get(i).name()).toList();
    return text + " by " + primaryKey.name() + KeyBounds.describe(bounds, names);
  }

  @Override
  public BitSet largeColumns() {
    return (BitSet) large.clone();
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet passed = RowKey.largeColumns(layout, columns, wanted);
    return passed.isEmpty()
        ? this
        : new TableScanNode(layout, columns, bounds, rowsExpected(), backward, passed);
  }

  @Override
  public List<KeyRange> split(
      ExecutionContext context, Parallelism how, int partsMax, int groupedColumns) {
    View view = context.transaction(TableAccess.class).view();
    if (isBare() && !view.hasOwn(layout.definition().id())) {
      return List.of(); // Nothing has to be read.
    }
    KeyRanges ranges = new KeyRanges(layout.rows().keyFormat(), bounds, backward);
    return ranges.split(context, layout.definition().id(), how, partsMax, groupedColumns);
  }

  /** Whether only the number of its rows matters, and that is the number of all rows. */
  private boolean isBare() {
    return columns.isEmpty() && bounds.size() == 1 && bounds.get(0).isAll();
  }

  @Override
  public Operator operator() {
    return new TableScan(this);
  }

  private static final class TableScan extends Operator {
    private final TableScanNode node;
    private final TableLayout layout;
    private final boolean backward;
    private final KeyRanges ranges;
    private final ColumnGather gather;
    private final Batch noRow = new Batch();
    private @Nullable RowBatch rows;
    private @Nullable TableCursor cursor;
    private @Nullable TableAccess access;
    private @Nullable KeyRange range;

    /** Gives the ranges, if this is one of several that read the table. */
    private @Nullable Morsels morsels;

    /** Rows without columns. */
    private final Batch bareRows = new Batch();

    /** Rows that are still to be given without being read; negative if they are read. */
    private long bare;

    /** Rows of the next batch: few at first, so that a query for few does not read many. */
    private int wish;

    TableScan(TableScanNode node) {
      this.node = node;
      layout = node.layout;
      backward = node.backward;
      ranges = new KeyRanges(layout.rows().keyFormat(), node.bounds, backward);
      gather = new ColumnGather(layout, node.columns, node.large);
      noRow.selectAll(1);
    }

    @Override
    protected void start(ExecutionContext context) {
      morsels = context.morsels(node);
      if (morsels == null) {
        ranges.open(context, noRow, 0);
        context.expectRows(node.rowsExpected());
      }
      TableAccess now = context.transaction(TableAccess.class);
      access = now;
      gather.open(now);
      boolean isBare = morsels == null && node.isBare();
      bare = isBare ? now.view().countRows(layout.definition().id()) : -1;
      cursor = cursor == null ? new TableCursor(layout, now.view()) : cursor;
      range = null;
      wish = RowBatches.FIRST;
    }

    @Override
    protected @Nullable Batch produce() {
      if (bare >= 0) {
        return nextBare();
      }
      TableCursor open = cursor;
      TableAccess now = access;
      assert open != null && now != null;
      RowBatch batch = RowBatches.ofCapacity(rows, layout, gather.atOnce(wish));
      rows = batch;
      wish = RowBatches.next(wish);
      while (true) {
        if (range == null && !nextRange(open, now.view())) {
          return null;
        }
        int count = open.fill(batch);
        if (count > 0) {
          context().progress().read(count);
          return gather.gather(batch);
        }
        range = null;
      }
    }

    private @Nullable Batch nextBare() {
      int count = (int) Math.min(bare, Batch.ROWS_MAX);
      bare -= count;
      bareRows.selectAll(count);
      return count == 0 ? null : bareRows;
    }

    private boolean nextRange(TableCursor open, View view) {
      Morsels parts = morsels;
      range = parts == null ? ranges.next() : parts.take();
      if (range == null) {
        return false;
      }
      if (parts == null) {
        open.open(view, range, backward);
      } else {
        open.openPart(view, range, backward);
      }
      return true;
    }

    @Override
    protected void stop() {
      ranges.close();
      morsels = null;
      gather.release();
      access = null;
      range = null;
    }
  }
}
