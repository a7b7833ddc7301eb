package org.pydb.calcite.metadata;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.RelMdRowCount;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.estimate.Selectivity;
import org.pydb.calcite.rel.TableAccess;

/**
 * How many rows an expression gives, about. What share of rows conditions let through is the matter
 * of {@link Selectivity}, how rows of two sides meet that of {@link JoinSelectivity}, how many
 * groups there are that of {@link DistinctValues}.
 */
public final class RowCounts extends RelMdRowCount {

  @Override
  public MetadataDef<BuiltInMetadata.RowCount> getDef() {
    return BuiltInMetadata.RowCount.DEF;
  }

  /** Of expressions that are known to be equal the first one is as good as any. */
  @Override
  public @Nullable Double getRowCount(RelSubset subset, RelMetadataQuery mq) {
    return mq.getRowCount(subset.getBestOrOriginal());
  }

  @Override
  public @Nullable Double getRowCount(Filter filter, RelMetadataQuery mq) {
    RelNode input = filter.getInput();
    Selectivity selectivity = new Selectivity(column -> ColumnOrigin.estimate(input, column));
    double ofGroups = 1;
    List<RexNode> others = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(filter.getCondition())) {
      double share = GroupShares.of(input, part, mq);
      if (Double.isNaN(share)) {
        others.add(part);
      } else {
        ofGroups *= share;
      }
    }
    return atLeastOne(mq.getRowCount(input) * ofGroups * selectivity.ofAll(others));
  }

  /**
   * At most so many groups. Calcite forgets the one of all rows among grouping sets, which is there
   * if no row is, and so takes sub-queries that have it for empty.
   */
  public @Nullable Double getMaxRowCount(Aggregate groups, RelMetadataQuery mq) {
    if (groups.getGroupSet().isEmpty()) {
      return 1.0;
    }
    Double rows = mq.getMaxRowCount(groups.getInput());
    long wholes = groups.getGroupSets().stream().filter(ImmutableBitSet::isEmpty).count();
    return rows == null ? null : rows * (groups.getGroupSets().size() - wholes) + wholes;
  }

  /** What a scan says. */
  public Double getRowCount(TableAccess scan, RelMetadataQuery mq) {
    return atLeastOne(scan.estimateRowCount(mq));
  }

  @Override
  public @Nullable Double getRowCount(Join join, RelMetadataQuery mq) {
    double left = mq.getRowCount(join.getLeft());
    double right = mq.getRowCount(join.getRight());
    return switch (join.getJoinType()) {
      case SEMI -> atLeastOne(left * matched(join, mq));
      case ANTI -> atLeastOne(left * Math.max(0.01, 1 - matched(join, mq)));
      case LEFT -> Math.max(left, pairs(join, left, right, mq));
      case RIGHT -> Math.max(right, pairs(join, left, right, mq));
      case FULL -> Math.max(left + right, pairs(join, left, right, mq));
      default -> atLeastOne(pairs(join, left, right, mq));
    };
  }

  /** Rows that meet in an inner join. */
  private static double pairs(Join join, double left, double right, RelMetadataQuery mq) {
    JoinInfo info = join.analyzeCondition();
    double rest = overPairs(join).ofAll(info.nonEquiConditions);
    return left * right * rest * (info.leftKeys.isEmpty() ? 1 : keys(join, info, mq).share());
  }

  /** Which part of the left rows meets a right one. */
  private static double matched(Join join, RelMetadataQuery mq) {
    JoinInfo info = join.analyzeCondition();
    if (info.leftKeys.isEmpty()) {
      return 0.5;
    }
    double rest = overPairs(join).ofAll(info.nonEquiConditions);
    return keys(join, info, mq).matched() * rest;
  }

  private static JoinSelectivity keys(Join join, JoinInfo info, RelMetadataQuery mq) {
    return new JoinSelectivity(join.getLeft(), info.leftKeys, join.getRight(), info.rightKeys, mq);
  }

  /** For conditions over the columns of both sides. */
  private static Selectivity overPairs(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    return new Selectivity(
        column ->
            column < leftCount
                ? ColumnOrigin.estimate(join.getLeft(), column)
                : ColumnOrigin.estimate(join.getRight(), column - leftCount));
  }

  private static boolean isUnique(RelNode side, ImmutableBitSet columns, RelMetadataQuery mq) {
    return Boolean.TRUE.equals(mq.areColumnsUnique(side, columns));
  }

  @Override
  public @Nullable Double getRowCount(Aggregate aggregate, RelMetadataQuery mq) {
    if (aggregate.getGroupSet().isEmpty()) {
      return 1.0;
    }
    double input = mq.getRowCount(aggregate.getInput());
    boolean isKey = isUnique(aggregate.getInput(), aggregate.getGroupSet(), mq);
    if (isKey) {
      return atLeastOne(input);
    }
    double groups = DistinctValues.groups(aggregate.getInput(), aggregate.getGroupSet(), input);
    return atLeastOne(Double.isNaN(groups) ? Math.min(input, 10 + Math.pow(input, 0.75)) : groups);
  }

  private static double atLeastOne(double rowCount) {
    return Math.max(1, rowCount);
  }
}
