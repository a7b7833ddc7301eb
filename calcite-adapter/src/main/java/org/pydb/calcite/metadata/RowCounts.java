package org.pydb.calcite.metadata;

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
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.Selectivity;
import org.pydb.calcite.rel.TableAccess;

/**
 * How many rows an expression gives, about. Estimates come from the tables' row counts, from keys,
 * and from the shape of conditions; statistics of values have their place in {@link Selectivity}.
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
    return atLeastOne(mq.getRowCount(filter.getInput()) * Selectivity.of(filter.getCondition()));
  }

  /** What a scan says. */
  public Double getRowCount(TableAccess scan, RelMetadataQuery mq) {
    return atLeastOne(scan.estimateRowCount(mq));
  }

  @Override
  public @Nullable Double getRowCount(Join join, RelMetadataQuery mq) {
    double left = mq.getRowCount(join.getLeft());
    double right = mq.getRowCount(join.getRight());
    double pairs = pairs(join, left, right, mq);
    return switch (join.getJoinType()) {
      case SEMI -> atLeastOne(Math.min(left * 0.5, pairs));
      case ANTI -> atLeastOne(left * 0.5);
      case LEFT -> Math.max(left, pairs);
      case RIGHT -> Math.max(right, pairs);
      case FULL -> Math.max(left + right, pairs);
      default -> atLeastOne(pairs);
    };
  }

  /** Rows that meet in an inner join: by a key of one side at most one for each of the other. */
  private static double pairs(Join join, double left, double right, RelMetadataQuery mq) {
    JoinInfo info = join.analyzeCondition();
    double rest = Selectivity.ofAll(info.nonEquiConditions);
    if (info.leftKeys.isEmpty()) {
      return left * right * rest;
    }
    boolean rightUnique = isUnique(join.getRight(), info.rightSet(), mq);
    boolean leftUnique = isUnique(join.getLeft(), info.leftSet(), mq);
    double equal;
    if (rightUnique && leftUnique) {
      equal = Math.min(left, right);
    } else if (rightUnique) {
      equal = left * shareOf(join.getRight(), right, mq);
    } else if (leftUnique) {
      equal = right * shareOf(join.getLeft(), left, mq);
    } else {
      equal = left * right / Math.max(10, Math.max(left, right) / 10);
    }
    return equal * rest;
  }

  /** Which part of its keys a side that is unique still has after its own conditions. */
  private static double shareOf(RelNode side, double rowCount, RelMetadataQuery mq) {
    Double share = mq.getPercentageOriginalRows(side);
    return share == null || rowCount < 1 ? 1 : Math.max(1e-6, Math.min(1, share));
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
    return atLeastOne(isKey ? input : Math.min(input, 10 + Math.pow(input, 0.75)));
  }

  private static double atLeastOne(double rowCount) {
    return Math.max(1, rowCount);
  }
}
