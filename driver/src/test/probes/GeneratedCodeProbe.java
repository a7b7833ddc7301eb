import java.util.HashMap;
import java.util.List;
import org.pydb.shaded.org.apache.calcite.DataContexts;
import org.pydb.shaded.org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.pydb.shaded.org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.pydb.shaded.org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.pydb.shaded.org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.pydb.shaded.org.apache.calcite.linq4j.Linq4j;
import org.pydb.shaded.org.apache.calcite.plan.ConventionTraitDef;
import org.pydb.shaded.org.apache.calcite.plan.RelOptCluster;
import org.pydb.shaded.org.apache.calcite.plan.RelOptUtil;
import org.pydb.shaded.org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.pydb.shaded.org.apache.calcite.rel.RelCollationTraitDef;
import org.pydb.shaded.org.apache.calcite.rel.RelNode;
import org.pydb.shaded.org.apache.calcite.rel.core.RelFactories;
import org.pydb.shaded.org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.pydb.shaded.org.apache.calcite.rex.RexBuilder;
import org.pydb.shaded.org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.pydb.shaded.org.apache.calcite.tools.Programs;
import org.pydb.shaded.org.apache.calcite.tools.RelBuilder;

/**
 * Lets the Calcite inside the all jar plan, generate, compile and run a grouped query.
 *
 * <p>Its imports exist only there, so the test that runs it compiles it.
 */
class GeneratedCodeProbe {
  public static void main(String[] args) {
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
    RelOptUtil.registerDefaultRules(planner, false, false);
    RelOptCluster cluster =
        RelOptCluster.create(planner, new RexBuilder(new JavaTypeFactoryImpl()));
    RelNode query = countsByLowerCase(RelFactories.LOGICAL_BUILDER.create(cluster, null));
    planner.setRoot(
        planner.changeTraits(query, query.getTraitSet().replace(EnumerableConvention.INSTANCE)));
    RelNode best = planner.findBestExp();
    EnumerableRel fused =
        (EnumerableRel)
            Programs.calc(DefaultRelMetadataProvider.INSTANCE)
                .run(planner, best, best.getTraitSet(), List.of(), List.of());
    EnumerableInterpretable.toBindable(new HashMap<>(), null, fused, EnumerableRel.Prefer.ARRAY)
        .bind(DataContexts.EMPTY)
        .forEach(GeneratedCodeProbe::print);
  }

  private static RelNode countsByLowerCase(RelBuilder builder) {
    return builder
        .values(new String[] {"k", "v"}, 1, "B", 2, "A", 3, "B", 4, "A", 5, "B")
        .aggregate(
            builder.groupKey("v"),
            builder.count(false, "c"),
            builder.sum(false, "s", builder.field("k")))
        .project(
            builder.field("c"),
            builder.field("s"),
            builder.call(SqlStdOperatorTable.LOWER, builder.field("v")))
        .sort(2)
        .build();
  }

  private static void print(Object row) {
    System.out.println(Linq4j.asEnumerable((Object[]) row).toList());
  }
}
