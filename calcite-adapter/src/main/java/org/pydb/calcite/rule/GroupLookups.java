package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.LogicalScan;
import org.pydb.calcite.rel.PydbCorrelate;
import org.pydb.calcite.rel.PydbFilter;
import org.pydb.calcite.rel.PydbHashAggregate;
import org.pydb.calcite.rel.PydbScan;
import org.pydb.calcite.rex.AggregateCalls;
import org.pydb.calcite.rex.MovedInputs;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Joins with groups, of which each left row has its own made: best where there are few left rows
 * and many groups. So are sub-queries run that aggregate for each outer row, once they have become
 * joins.
 *
 * <pre>
 *   Join  a.x = k AND a.y &lt; s          Filter  a.y &lt; s
 *     a                                   Loop Join
 *     Aggregate  k, sum(z) AS s    →        a
 *       b                                   Aggregate  k, sum(z) AS s
 *                                             b by an index  k = a.x
 * </pre>
 *
 * <p>A condition on what rows are grouped by drops whole groups, so it may as well be checked
 * before rows are grouped. A group that has no rows is not there, here as there.
 */
final class GroupLookups {
  private final RelNode left;
  private final Aggregate groups;
  private final LogicalScan table;

  /** What is checked for rows before they are grouped: over the left columns and the groups'. */
  private final List<RexNode> ofKeys = new ArrayList<>();

  /** What is checked for pairs. */
  private final List<RexNode> ofPairs = new ArrayList<>();

  private GroupLookups(RelNode left, Aggregate groups, LogicalScan table, RexNode condition) {
    this.left = left;
    this.groups = groups;
    this.table = table;
    int leftCount = left.getRowType().getFieldCount();
    for (RexNode part : RelOptUtil.conjunctions(condition)) {
      ImmutableBitSet columns = RelOptUtil.InputFinder.bits(part);
      boolean isOfKeys =
          columns.stream().allMatch(column -> column < leftCount || isExactKey(column - leftCount));
      (isOfKeys ? ofKeys : ofPairs).add(part);
    }
  }

  /**
   * Whether a column of the groups is the same in all rows of a group. Numbers such as 1.5 and 1.50
   * are equal but not the same, and a condition may tell them apart.
   */
  private boolean isExactKey(int column) {
    if (column >= groups.getGroupCount()) {
      return false;
    }
    RelDataType type = groups.getRowType().getFieldList().get(column).getType();
    ColumnType columnType = ColumnTypes.toColumn(type);
    return columnType.kind() != ColumnKind.NUMERIC && !columnType.isDouble();
  }

  /** The join of two sides by a condition; null if that is no join with groups of a table. */
  static @Nullable RelNode of(
      RelNode left, RelNode right, RexNode condition, JoinRelType type, double rowCount) {
    boolean isKnown =
        switch (type) {
          case INNER, LEFT, SEMI, ANTI -> true;
          default -> false;
        };
    if (!isKnown
        || !(original(right) instanceof Aggregate groups)
        || groups.getGroupType() != Aggregate.Group.SIMPLE
        || !(original(groups.getInput()) instanceof LogicalScan table)
        || table.table().isSystem()) {
      return null;
    }
    GroupLookups lookups = new GroupLookups(left, groups, table, condition);
    boolean isPossible = lookups.ofPairs.isEmpty() || type == JoinRelType.INNER;
    return isPossible && lookups.isOurs() ? lookups.join(type, rowCount) : null;
  }

  private static RelNode original(RelNode node) {
    RelNode original = node instanceof RelSubset subset ? subset.getOriginal() : node;
    return original == null ? node : original;
  }

  private boolean isOurs() {
    return !ofKeys.isEmpty()
        && groups.getAggCallList().stream()
            .allMatch(call -> AggregateCalls.supports(call, table.getRowType()));
  }

  private @Nullable RelNode join(JoinRelType type, double rowCount) {
    RelOptCluster cluster = left.getCluster();
    CorrelationId leftRow = cluster.createCorrel();
    RexNode ofRows = LogicalScan.and(cluster, ofKeys.stream().map(this::overRows).toList());
    assert ofRows != null;
    PydbScan plain = DirectPlan.cheapest(table);
    PydbScan lookup = DirectPlan.cheapest(IndexLookups.narrowed(table, left, ofRows, leftRow));
    if (lookup.bounds().pointCount() <= plain.bounds().pointCount()) {
      return null;
    }
    RelNode group =
        new PydbHashAggregate(
            cluster,
            PhysicalRule.traits(groups),
            lookup,
            groups.getGroupSet(),
            groups.getGroupSets(),
            groups.getAggCallList());
    ImmutableBitSet used = IndexLookups.leftColumns(left, ofRows);
    Double runs = cluster.getMetadataQuery().getDistinctRowCount(left, used, null);
    RelNode pairs =
        new PydbCorrelate(
            cluster,
            PhysicalRule.traits(left),
            PhysicalRule.physical(left),
            group,
            leftRow,
            used,
            type,
            ofPairs.isEmpty() ? rowCount : Double.NaN,
            runs == null ? Double.NaN : runs);
    RexNode rest = LogicalScan.and(cluster, ofPairs);
    return rest == null ? pairs : new PydbFilter(cluster, pairs.getTraitSet(), pairs, rest);
  }

  /** A condition on groups' keys as one on the columns of the rows that are grouped. */
  private RexNode overRows(RexNode ofGroups) {
    int leftCount = left.getRowType().getFieldCount();
    return MovedInputs.of(
        ofGroups, i -> i < leftCount ? i : leftCount + groups.getGroupSet().nth(i - leftCount));
  }
}
