package org.pydb.calcite.metadata;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.estimate.ColumnEstimate;
import org.pydb.calcite.statistics.ColumnStatistics;

/**
 * Which share of the pairs of rows of two sides is equal in some columns.
 *
 * <p>By the usual assumption, that the side with fewer different values has no others than the side
 * with more: one of as many pairs is equal as the latter has values. Where both sides have values
 * that are much more common than others, those are matched one by one.
 */
public final class JoinSelectivity {

  /** Where nothing is known, a tenth of the larger side's rows have values of their own. */
  private static final double UNKNOWN_SHARE = 0.1;

  private static final double UNKNOWN_MIN = 10;

  /** The part of the rows that is believed to meet others of which nothing is known. */
  private static final double MATCHED = 0.5;

  private final RelNode left;
  private final RelNode right;
  private final List<Integer> leftKeys;
  private final List<Integer> rightKeys;
  private final RelMetadataQuery mq;

  /** Rows of two sides of which the keys are compared, one by one. */
  public JoinSelectivity(
      RelNode left,
      List<Integer> leftKeys,
      RelNode right,
      List<Integer> rightKeys,
      RelMetadataQuery mq) {
    this.left = left;
    this.leftKeys = leftKeys;
    this.right = right;
    this.rightKeys = rightKeys;
    this.mq = mq;
  }

  /** The share of pairs that are equal. */
  public double share() {
    double notNull = notNull(left, leftKeys) * notNull(right, rightKeys);
    if (leftKeys.size() == 1) {
      double byCommon = byCommonValues();
      if (!Double.isNaN(byCommon)) {
        return byCommon;
      }
    }
    double values = larger(distinct(left, leftKeys), distinct(right, rightKeys));
    return notNull / (Double.isNaN(values) ? unknown() : Math.max(1, values));
  }

  /** The share of left rows that are equal to any right one. */
  public double matched() {
    double ofLeft = distinct(left, leftKeys);
    double ofRight = distinct(right, rightKeys);
    if (Double.isNaN(ofLeft) || Double.isNaN(ofRight)) {
      return MATCHED;
    }
    double met = DistinctValues.among(ofRight, original(right, rightKeys), mq.getRowCount(right));
    double all = Math.max(ofLeft, ofRight);
    return notNull(left, leftKeys) * Math.min(1, met / Math.max(1, all));
  }

  /** The larger number; one that is not known is the smaller one. */
  private static double larger(double a, double b) {
    return Double.isNaN(a) || b > a ? b : a;
  }

  private double unknown() {
    double rows = Math.max(mq.getRowCount(left), mq.getRowCount(right));
    return Math.max(UNKNOWN_MIN, UNKNOWN_SHARE * rows);
  }

  private static double notNull(RelNode side, List<Integer> keys) {
    double share = 1;
    for (int key : keys) {
      ColumnEstimate column = ColumnOrigin.estimate(side, key);
      share *= column == null ? 1 : column.notNull();
    }
    return share;
  }

  /** The combinations of keys that a side has without its own conditions; NaN if not known. */
  private double distinct(RelNode side, List<Integer> keys) {
    double rows = original(side, keys);
    if (isUnique(side, keys)) {
      return rows;
    }
    double product = 1;
    for (int key : keys) {
      double distinct = DistinctValues.of(side, key, rows);
      if (Double.isNaN(distinct)) {
        return Double.NaN;
      }
      product *= distinct;
    }
    PydbTable table = table(side, keys);
    if (table != null && keys.size() > 1) {
      List<Integer> columns = new ArrayList<>();
      keys.forEach(key -> addColumn(columns, ColumnOrigin.of(side, key)));
      product = Math.min(product, DistinctValues.together(table, columns));
    }
    return Math.min(product, rows);
  }

  private static void addColumn(List<Integer> columns, @Nullable ColumnOrigin origin) {
    if (origin != null) {
      columns.add(origin.column());
    }
  }

  private boolean isUnique(RelNode side, List<Integer> keys) {
    return Boolean.TRUE.equals(mq.areColumnsUnique(side, ImmutableBitSet.of(keys)));
  }

  /** The rows of the table that the keys come from; those of the side if they come from several. */
  private double original(RelNode side, List<Integer> keys) {
    PydbTable table = table(side, keys);
    return table == null ? mq.getRowCount(side) : table.getRowCount();
  }

  private static @Nullable PydbTable table(RelNode side, List<Integer> keys) {
    PydbTable table = null;
    for (int key : keys) {
      ColumnOrigin origin = ColumnOrigin.of(side, key);
      if (origin == null || (table != null && !table.equals(origin.table()))) {
        return null;
      }
      table = origin.table();
    }
    return table;
  }

  // ------------------------------------------------------------------ common values

  /** NaN unless both sides have values that stand out. */
  private double byCommonValues() {
    ColumnEstimate ofLeft = ColumnOrigin.estimate(left, leftKeys.get(0));
    ColumnEstimate ofRight = ColumnOrigin.estimate(right, rightKeys.get(0));
    if (ofLeft == null || ofRight == null) {
      return Double.NaN;
    }
    ColumnStatistics a = ofLeft.statistics();
    ColumnStatistics b = ofRight.statistics();
    boolean isOneType =
        ofLeft.table().definition().columns().get(ofLeft.column()).type().kind()
            == ofRight.table().definition().columns().get(ofRight.column()).type().kind();
    if (!isOneType || a.common().isEmpty() || b.common().isEmpty()) {
      return Double.NaN;
    }
    double both = 0;
    double matchedOfA = 0;
    double matchedOfB = 0;
    int matches = 0;
    for (int i = 0; i < a.common().size(); i++) {
      int rank = b.rank(a.common().get(i));
      if (rank >= 0) {
        both += a.commonShare(i) * b.commonShare(rank);
        matchedOfA += a.commonShare(i);
        matchedOfB += b.commonShare(rank);
        matches++;
      }
    }
    double one = others(ofLeft, matchedOfA, ofRight, matchedOfB, matches);
    double other = others(ofRight, matchedOfB, ofLeft, matchedOfA, matches);
    return both + Math.min(one, other);
  }

  /** The pairs of values that are not common on both sides, as seen from one of them. */
  private static double others(
      ColumnEstimate from, double matchedFrom, ColumnEstimate to, double matchedTo, int matches) {
    double rareFrom = from.statistics().otherShare();
    double commonFrom = Math.max(0, from.notNull() - rareFrom - matchedFrom);
    double rareTo = to.statistics().otherShare();
    double valuesTo = to.distinctCount();
    double rareValuesTo = valuesTo - to.statistics().common().size();
    double share = 0;
    if (rareValuesTo >= 1) {
      share += commonFrom * rareTo / rareValuesTo;
    }
    if (valuesTo - matches >= 1) {
      share += rareFrom * Math.max(0, to.notNull() - matchedTo) / (valuesTo - matches);
    }
    return share;
  }
}
