package org.pydb.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.estimate.ScanEstimate;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;

/**
 * Reads a table in the order of one of its trees: its own, which the primary key orders, or that of
 * an index. Only the part that the bounds ask for is read, and rows come in the order of the key,
 * forward or backward.
 */
public final class PydbScan extends AbstractRelNode implements PydbRel, TableAccess {

  /**
   * To find an entry costs about as much as looking at so many rows, for each level of the tree: a
   * few steps of a search in bytes that no cache holds.
   */
  private static final double LEVEL = 8;

  /** Entries of a node, about. */
  private static final double FANOUT = 64;

  /** What it costs to fetch a row by an index entry, of what it costs to find one by its key. */
  private static final double FETCH = 0.6;

  /** What an entry of an index costs, of a row: entries are taken apart one by one. */
  private static final double ENTRY = 3;

  /** What it costs to go on to the next page, in rows. */
  private static final double PAGE = 20;

  /** Bytes of a page that hold rows or entries, about. */
  private static final double PAGE_BYTES = 6000;

  /** What one more column of a row adds to the cost of the row. */
  private static final double COLUMN = 0.05;

  private final PydbTable table;
  private final @Nullable IndexDefinition index;
  private final List<Integer> columns;
  private final IndexBounds bounds;
  private final ScanEstimate estimate;
  private final boolean isBackward;

  private PydbScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      PydbTable table,
      @Nullable IndexDefinition index,
      List<Integer> columns,
      IndexBounds bounds,
      ScanEstimate estimate,
      boolean isBackward) {
    super(cluster, traits);
    this.table = table;
    this.index = index;
    this.columns = columns;
    this.bounds = bounds;
    this.estimate = estimate;
    this.isBackward = isBackward;
  }

  /**
   * A scan that gives what a logical one asks for.
   *
   * @param index the index to go by; null for the table's own tree
   */
  public static PydbScan create(
      LogicalScan logical, @Nullable IndexDefinition index, boolean isBackward) {
    IndexBounds bounds = logical.estimate().bounds(index);
    RelCollation collation =
        collation(key(logical.table(), index), bounds, logical.columns(), isBackward);
    RelTraitSet traits =
        logical.getCluster().traitSetOf(PydbConvention.INSTANCE).replace(collation);
    return new PydbScan(
        logical.getCluster(),
        traits,
        logical.table(),
        index,
        logical.columns(),
        bounds,
        logical.estimate(),
        isBackward);
  }

  /** The key by which a tree of a table is ordered; nothing if that is a hidden number. */
  public static List<KeyColumn> key(PydbTable table, @Nullable IndexDefinition index) {
    if (index != null) {
      return index.columns();
    }
    var primaryKey = table.definition().primaryKey();
    return primaryKey == null
        ? List.of()
        : primaryKey.columns().stream().map(KeyColumn::ascending).toList();
  }

  /**
   * The order in which rows come, as far as the wanted columns show it. A column that is bound to
   * one value has no part in the order.
   */
  private static RelCollation collation(
      List<KeyColumn> key, IndexBounds bounds, List<Integer> columns, boolean isBackward) {
    List<RelFieldCollation> fields = new ArrayList<>();
    for (int i = bounds.pointCount(); i < key.size(); i++) {
      int field = columns.indexOf(key.get(i).column());
      if (field < 0) {
        break;
      }
      fields.add(field(key.get(i), field, isBackward));
    }
    return RelCollations.of(fields);
  }

  private static RelFieldCollation field(KeyColumn key, int field, boolean isBackward) {
    return new RelFieldCollation(
        field,
        key.descending() != isBackward
            ? RelFieldCollation.Direction.DESCENDING
            : RelFieldCollation.Direction.ASCENDING,
        key.nullsFirst() != isBackward
            ? RelFieldCollation.NullDirection.FIRST
            : RelFieldCollation.NullDirection.LAST);
  }

  @Override
  public PydbTable table() {
    return table;
  }

  /** The index to go by; null for the table's own tree. */
  public @Nullable IndexDefinition index() {
    return index;
  }

  @Override
  public List<Integer> columns() {
    return columns;
  }

  /** Which part of the tree is read, and what must be checked for each row. */
  public IndexBounds bounds() {
    return bounds;
  }

  /** Whether the bounds let only one value of a column through. */
  public boolean isFixed(int column) {
    List<KeyColumn> key = key(table, index);
    return IntStream.range(0, bounds.pointCount())
        .anyMatch(i -> key.get(i).column() == columns.get(column));
  }

  /** Whether the tree is read from its end. */
  public boolean isBackward() {
    return isBackward;
  }

  /** The order in which rows come. */
  public RelCollation order() {
    return Orders.of(getTraitSet());
  }

  /** What must be checked for each row, over all columns of the table; null for nothing. */
  public @Nullable RexNode filter() {
    return LogicalScan.and(getCluster(), bounds.residual());
  }

  @Override
  protected RelDataType deriveRowType() {
    return LogicalScan.rowType(table, columns);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return estimate.rowCount();
  }

  /** What it costs to read these rows by a tree: an index, or null for the table's own. */
  public double work(@Nullable IndexDefinition by) {
    int checks = estimate.bounds(by).residual().size();
    double rowWork = 1 + COLUMN * columns.size() + 0.3 * checks;
    double descent = LEVEL * (1 + Math.log(Math.max(1, table.getRowCount())) / Math.log(FANOUT));
    double width = by == null ? RowWidth.ofRow(table) : RowWidth.ofEntry(table, by);
    double pageWork = PAGE * width / PAGE_BYTES;
    double entryWork = by == null ? 0 : isIndexOnly(by) ? ENTRY - 1 : FETCH * descent;
    return descent + estimate.readCount(by) * (rowWork + pageWork + entryWork);
  }

  /** Whether the index by which the rows are read holds all that is wanted of them. */
  public boolean isIndexOnly() {
    return index != null && isIndexOnly(index);
  }

  /** Whether an index holds all that is wanted of the rows. */
  public boolean isIndexOnly(IndexDefinition by) {
    return isIndexOnly(table, by, columns, estimate);
  }

  /**
   * Whether an index holds all that is wanted of rows: the columns that they give, and those that
   * must still be looked at.
   */
  public static boolean isIndexOnly(LogicalScan scan, IndexDefinition by) {
    return isIndexOnly(scan.table(), by, scan.columns(), scan.estimate());
  }

  private static boolean isIndexOnly(
      PydbTable table, IndexDefinition by, List<Integer> columns, ScanEstimate estimate) {
    return holds(table, by, columns)
        && holds(
            table, by, RelOptUtil.InputFinder.bits(estimate.bounds(by).residual(), null).asList());
  }

  /** Whether entries give these columns back; the key of the row is always one of them. */
  private static boolean holds(PydbTable table, IndexDefinition by, List<Integer> columns) {
    int keyColumn = table.definition().columns().size();
    IndexLayout layout = table.layout().index(by);
    for (int column : columns) {
      if (column != keyColumn && !layout.isReadable(column)) {
        return false;
      }
    }
    return true;
  }

  /** How many rows are to come, by whatever index. */
  public ScanEstimate estimate() {
    return estimate;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return new PydbCost(work(index));
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PydbScan(
        getCluster(), traitSet, table, index, columns, bounds, estimate, isBackward);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("table", table.getQualifiedName())
        .itemIf("index", index == null ? null : index.name(), index != null)
        .item("columns", columns)
        .item("bounds", bounds.columns())
        .item("filter", bounds.residual())
        .item("backward", isBackward);
  }
}
