package org.pydb.calcite.plan;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Pair;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.convert.Decorrelation;
import org.pydb.calcite.rel.PydbConvention;
import org.pydb.calcite.rel.PydbProject;
import org.pydb.calcite.rule.DirectPlan;
import org.pydb.calcite.rule.KeptMembers;
import org.pydb.calcite.rule.LogicalPhases;
import org.pydb.calcite.rule.RecursionSteps;
import org.pydb.calcite.rule.ScanFusion;
import org.pydb.calcite.rule.Windows;

/**
 * From algebra to the best physical plan, in phases:
 *
 * <pre>
 *   sub-queries become joins         only if there are any
 *   filters down, joins in order     only if there is something to move
 *   scans take columns and filters
 *   window functions become steps    only if there are any
 *   physical steps, by cost          top down: orders are asked for, indexes offer them
 * </pre>
 */
final class Optimizer {

  private Optimizer() {}

  /** The physical plan for a query: its rows have the columns and the order of the query. */
  static RelNode optimize(RelRoot root) {
    return optimize(root, tree -> root.collation);
  }

  /**
   * The physical plan for a query whose rows are to come in order only if they may be equal in the
   * first column.
   */
  static RelNode optimizeByKey(RelRoot root) {
    return optimize(
        root,
        tree -> {
          RelMetadataQuery metadata = tree.getCluster().getMetadataQuery();
          Boolean isUnique = metadata.areColumnsUnique(tree, ImmutableBitSet.of(0));
          return Boolean.TRUE.equals(isUnique) ? RelCollations.EMPTY : root.collation;
        });
  }

  private static RelNode optimize(RelRoot root, Function<RelNode, RelCollation> wanted) {
    RelNode tree = root.rel;
    if (tree instanceof Sort sort && sort.fetch == null && sort.offset == null) {
      tree = sort.getInput(); // Who asks for an order gets it, by a sort or an index.
    }
    tree = Decorrelation.run(tree);
    tree = KeptMembers.run(LogicalPhases.run(tree));
    RelCollation order = wanted.apply(tree);
    tree = RecursionSteps.expect(ScanFusion.run(tree));
    tree = Windows.run(tree);
    return columns(root, physical(tree, order));
  }

  /** The same for a query that needs no search, whose scans have taken their columns; or null. */
  static @Nullable RelNode direct(RelRoot root) {
    RelNode physical = DirectPlan.of(root.rel, root.collation);
    return physical == null ? null : columns(root, physical);
  }

  private static RelNode physical(RelNode logical, RelCollation order) {
    RelNode direct = DirectPlan.of(logical, order);
    if (direct != null) {
      return direct;
    }
    RelOptCluster cluster = logical.getCluster();
    RelOptPlanner planner = cluster.getPlanner();
    RelTraitSet wanted = cluster.traitSetOf(PydbConvention.INSTANCE).replace(order);
    planner.setRoot(planner.changeTraits(logical, wanted));
    return planner.findBestExp();
  }

  /** The columns that were selected; the tree may have more, by which it is ordered. */
  private static RelNode columns(RelRoot root, RelNode physical) {
    if (root.isRefTrivial()) {
      return physical;
    }
    List<RexNode> columns =
        Pair.left(root.fields).stream()
            .map(
                field ->
                    (RexNode) physical.getCluster().getRexBuilder().makeInputRef(physical, field))
            .toList();
    return new PydbProject(
        physical.getCluster(),
        physical.getTraitSet(),
        physical,
        columns,
        distinctNames(physical.getCluster().getTypeFactory(), root.validatedRowType));
  }

  /**
   * Calcite asserts that columns of steps have different names, which those of a query need not.
   */
  private static RelDataType distinctNames(RelDataTypeFactory types, RelDataType row) {
    List<String> names = row.getFieldNames();
    return Util.isDistinct(names)
        ? row
        : types.createStructType(
            RelOptUtil.getFieldTypeList(row),
            SqlValidatorUtil.uniquify(names, SqlValidatorUtil.EXPR_SUGGESTER, true));
  }
}
