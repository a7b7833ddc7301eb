package org.pydb.calcite.plan;

import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.metadata.MetadataHandlers;
import org.pydb.calcite.option.PlanCancellation;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.rel.PydbCost;
import org.pydb.calcite.rex.PydbRexBuilder;
import org.pydb.calcite.rex.PydbRexExecutor;
import org.pydb.calcite.rule.PhysicalRule;

/** Calcite's cost-based planner with our cost, our traits and our rule. For one statement. */
final class PydbPlanner extends VolcanoPlanner {

  /** Answers for statements that need no search what there is to know without one. */
  private static final PydbPlanner IDLE = new PydbPlanner(PlanRules.ALL, PlanCancellation.NEVER);

  private final PlanCancellation cancellation;

  PydbPlanner(PlanRules rules, PlanCancellation cancellation) {
    super(PydbCost.FACTORY, Contexts.of(rules, cancellation));
    this.cancellation = cancellation;
    setExecutor(PydbRexExecutor.INSTANCE);
    addRelTraitDef(ConventionTraitDef.INSTANCE);
    addRelTraitDef(RelCollationTraitDef.INSTANCE);
    setTopDownOpt(true);
    addRule(PhysicalRule.INSTANCE);
  }

  @Override
  public void checkCancel() {
    cancellation.check();
  }

  /** A cluster for the expressions of a statement that needs no search. */
  static RelOptCluster clusterWithoutSearch() {
    return IDLE.cluster();
  }

  /** A cluster for the expressions of the statement. */
  RelOptCluster cluster() {
    RelOptCluster cluster = RelOptCluster.create(this, PydbRexBuilder.INSTANCE);
    cluster.setMetadataQuerySupplier(() -> new CancelableQuery(cancellation));
    return cluster;
  }

  /** The order of many joins is one use of a rule, which asks for costs again and again. */
  private static final class CancelableQuery extends RelMetadataQuery {
    private final PlanCancellation cancellation;

    CancelableQuery(PlanCancellation cancellation) {
      super(MetadataHandlers.INSTANCE);
      this.cancellation = cancellation;
    }

    @Override
    public @Nullable RelOptCost getCumulativeCost(RelNode step) {
      cancellation.check();
      return super.getCumulativeCost(step);
    }
  }
}
