package org.pydb.calcite.estimate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.bounds.Implication;
import org.pydb.calcite.bounds.IndexBounds;
import org.pydb.calcite.bounds.IndexBoundsBuilder;
import org.pydb.calcite.bounds.LosslessCast;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyRange;

/**
 * How many rows of a table meet a condition, and how many entries of each of its trees must be read
 * to find them. Made once for all ways to scan the table; not thread-safe.
 *
 * <p>Where the values of bounds are known, the tree itself is asked how much lies between them,
 * which is better than any statistics. Else what its statistics say of the leading columns of its
 * key is, and else those of single columns.
 */
public final class ScanEstimate {

  /** What is asked of a tree, and which share of its entries that is. */
  private record Part(IndexBounds bounds, double share, boolean isCounted, boolean isUsable) {}

  /** The table's own tree among the indexes. */
  private static final int OWN = -1;

  /** Smaller tables are not worth to look into. */
  private static final double ROWS_MIN = 50;

  private final PydbTable table;
  private final List<RexNode> conjuncts;
  private final Selectivity selectivity;
  private final IndexBoundsBuilder bounds;
  private final Map<Integer, Part> parts = new HashMap<>();
  private final double rowCount;
  private double share = Double.NaN;

  /** An estimate for rows that meet all of these conditions, over all columns of the table. */
  public ScanEstimate(PydbTable table, List<RexNode> conjuncts) {
    this.table = table;
    this.conjuncts = conjuncts;
    int columnCount = table.definition().columns().size();
    selectivity =
        new Selectivity(column -> column < columnCount ? ColumnEstimate.of(table, column) : null);
    bounds = new IndexBoundsBuilder(conjuncts);
    rowCount = table.getRowCount();
  }

  /** How many rows meet the conditions. */
  public double rowCount() {
    return rowCount * share();
  }

  /** What the conditions ask of an index; null stands for the table's own tree. */
  public IndexBounds bounds(@Nullable IndexDefinition index) {
    return part(index).bounds;
  }

  /**
   * Whether a tree has all rows that are wanted: a partial index does if the conditions imply its
   * own.
   */
  public boolean isUsable(@Nullable IndexDefinition index) {
    return index == null || part(index).isUsable;
  }

  /** How many entries of that tree are within its bounds. */
  public double readCount(@Nullable IndexDefinition index) {
    return Math.max(rowCount * part(index).share, Math.min(1, rowCount()));
  }

  private double share() {
    if (Double.isNaN(share)) {
      share = conjuncts.isEmpty() ? 1 : computeShare();
    }
    return share;
  }

  private double computeShare() {
    double best = selectivity.ofAll(conjuncts);
    if (isOneRow(conjuncts)) {
      return Math.min(best, 1 / rowCount);
    }
    int most = 0;
    for (Part part : allParts()) {
      Set<RexNode> met = new HashSet<>(part.bounds.conditions());
      boolean isBetter = part.isCounted && met.size() > most;
      if (isBetter || (most == 0 && part.bounds.pointCount() > 1)) {
        List<RexNode> rest =
            conjuncts.stream().filter(conjunct -> !met.contains(conjunct)).toList();
        best = part.share * selectivity.ofAll(rest);
        most = part.isCounted ? met.size() : 0;
      }
    }
    return Math.max(Selectivity.LEAST, best);
  }

  /** What is asked of each tree, the table's own first. */
  private List<Part> allParts() {
    List<Part> all = new ArrayList<>();
    all.add(part(null));
    table.definition().indexes().stream().map(this::part).filter(Part::isUsable).forEach(all::add);
    return all;
  }

  private Part part(@Nullable IndexDefinition index) {
    return parts.computeIfAbsent(index == null ? OWN : index.treeId(), tree -> newPart(index));
  }

  private Part newPart(@Nullable IndexDefinition index) {
    IndexBounds asked = bounds.bounds(key(index));
    if (index != null && index.isPartial()) {
      return partial(index, asked);
    }
    if (asked.isEmpty()) {
      return new Part(asked, 1, false, true);
    }
    double byStatistics = selectivity.ofAll(asked.conditions());
    if (isOneRow(asked.conditions())) {
      return new Part(asked, Math.min(byStatistics, 1 / rowCount), false, true);
    }
    double counted = counted(index, asked);
    return Double.isNaN(counted)
        ? new Part(asked, byPrefix(index, asked, byStatistics), false, true)
        : new Part(asked, Math.max(Selectivity.LEAST, counted), true, true);
  }

  /** What is asked of an index that has entries of some rows only. */
  private Part partial(IndexDefinition index, IndexBounds asked) {
    RexNode own = table.computed().conditionOf(index);
    if (!Implication.holds(conjuncts, own)) {
      return new Part(asked, 1, false, false);
    }
    List<RexNode> parts = RelOptUtil.conjunctions(own);
    IndexBounds met = asked.withMet(conjuncts.stream().filter(parts::contains).toList());
    double counted =
        asked.isEmpty()
            ? table.statistics().entries(index.treeId(), KeyRange.ALL) / rowCount
            : counted(index, asked);
    boolean isOne = index.unique() && asked.isOneEntry(index.columns().size());
    double share = Double.isNaN(counted) ? selectivity.ofAll(met.conditions()) : counted;
    double least = isOne ? Math.min(share, 1 / rowCount) : share;
    return new Part(
        met, Math.max(Selectivity.LEAST, Math.min(1, least)), !Double.isNaN(counted), true);
  }

  private List<Integer> key(@Nullable IndexDefinition index) {
    if (index != null) {
      return index.keyColumns();
    }
    var primaryKey = table.definition().primaryKey();
    return primaryKey == null ? List.of() : primaryKey.columns();
  }

  /** The share of entries within bounds, from the tree itself; NaN if values are not known. */
  private double counted(@Nullable IndexDefinition index, IndexBounds asked) {
    if (rowCount < ROWS_MIN) {
      return Double.NaN;
    }
    KeyFormat format =
        index == null ? table.layout().rows().keyFormat() : table.layout().index(index).format();
    List<KeyRange> ranges = LiteralRanges.of(format, asked);
    if (ranges == null) {
      return Double.NaN;
    }
    int tree = index == null ? table.definition().id() : index.treeId();
    double entries = 0;
    for (KeyRange range : ranges) {
      entries += table.statistics().entries(tree, range);
    }
    return Math.min(1, entries / rowCount);
  }

  /** Columns that are alike together more often than alone: the key knows how often. */
  private double byPrefix(@Nullable IndexDefinition index, IndexBounds asked, double byStatistics) {
    int points = asked.pointCount();
    TableProfile profile = table.statistics().profile();
    double[] counts =
        profile == null
            ? null
            : profile.prefixes().get(index == null ? table.definition().id() : index.treeId());
    if (points < 2 || counts == null || counts.length < points) {
      return byStatistics;
    }
    double count = counts[points - 1];
    if (Double.isNaN(count) || asked.columns().size() > points) {
      return byStatistics;
    }
    return Math.max(byStatistics, 1 / Math.max(1, count));
  }

  /** Whether conditions fix all columns of a key, so that one row at most meets them. */
  private boolean isOneRow(List<RexNode> conditions) {
    ImmutableBitSet.Builder fixed = ImmutableBitSet.builder();
    for (RexNode condition : conditions) {
      if (condition.getKind() == SqlKind.EQUALS) {
        RexInputRef left = LosslessCast.column(((RexCall) condition).getOperands().get(0));
        RexInputRef right = LosslessCast.column(((RexCall) condition).getOperands().get(1));
        if (left != null && right == null) {
          fixed.set(left.getIndex());
        } else if (right != null && left == null) {
          fixed.set(right.getIndex());
        }
      }
    }
    return table.isOrdinalKey(fixed.build());
  }
}
