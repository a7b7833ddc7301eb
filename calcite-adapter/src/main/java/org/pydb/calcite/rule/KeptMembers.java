package org.pydb.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.rel.KeptRows;

/**
 * Turns a search among kept rows into a join with the different ones of them, so that an index can
 * find what they name, of which there are few:
 *
 * <pre>
 *   update job … where id in (select id from job … limit 1 for update skip locked)
 * </pre>
 */
public final class KeptMembers {

  private KeptMembers() {}

  /** The tree with such joins; the same tree if there are none. */
  public static RelNode run(RelNode root) {
    return root.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            RelNode visited = super.visit(node);
            return visited instanceof Join join
                    && join.getJoinType() == JoinRelType.SEMI
                    && isKept(join.getRight())
                    && join.analyzeCondition().isEqui()
                ? joined(join, join.analyzeCondition())
                : visited;
          }
        });
  }

  private static boolean isKept(RelNode node) {
    RelNode rows = node;
    while (rows instanceof Project || rows instanceof Filter) {
      rows = rows.getInput(0);
    }
    return rows instanceof KeptRows;
  }

  private static RelNode joined(Join join, JoinInfo keys) {
    RexBuilder rex = join.getCluster().getRexBuilder();
    RelNode left = join.getLeft();
    int leftCount = left.getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<RexNode> conditions = new ArrayList<>();
    for (int i = 0; i < keys.rightKeys.size(); i++) {
      RexNode key = rex.makeInputRef(join.getRight(), keys.rightKeys.get(i));
      columns.add(key);
      names.add("$member" + i);
      conditions.add(
          rex.makeCall(
              SqlStdOperatorTable.EQUALS,
              rex.makeInputRef(left, keys.leftKeys.get(i)),
              rex.makeInputRef(key.getType(), leftCount + i)));
    }
    RelNode wanted = LogicalProject.create(join.getRight(), List.of(), columns, names, Set.of());
    RelNode different =
        LogicalAggregate.create(
            wanted, List.of(), ImmutableBitSet.range(columns.size()), null, List.of());
    RelNode pairs =
        LogicalJoin.create(
            left,
            different,
            List.of(),
            RexUtil.composeConjunction(rex, conditions),
            Set.of(),
            JoinRelType.INNER);
    return LogicalProject.create(
        pairs,
        List.of(),
        rex.identityProjects(left.getRowType()).stream().map(RexNode.class::cast).toList(),
        left.getRowType().getFieldNames(),
        Set.of());
  }
}
