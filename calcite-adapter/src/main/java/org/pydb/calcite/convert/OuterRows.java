package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Lets each step say only of its own row that its sub-queries refer to it.
 *
 * <p>Calcite says so of a step above groups also where they refer to the row of a query further
 * out, which then is taken for the groups' row:
 *
 * <pre>
 *   select (select max(y.i) + (select count(*) from z where z.id = x.id) from y) from x
 *                             └── compared with max(y.i), the first column of the groups
 * </pre>
 *
 * <p>On the way the value of {@code (select x.a)}, a sub-query without FROM, takes its place.
 */
final class OuterRows {
  private final RexBuilder builder;

  private OuterRows(RexBuilder builder) {
    this.builder = builder;
  }

  /** The tree with rows named where they are. */
  static RelNode name(RelNode root) {
    return new OuterRows(root.getCluster().getRexBuilder()).steps(root, Set.of());
  }

  /**
   * Steps with the rows named.
   *
   * @param given the rows of the queries around
   */
  private RelNode steps(RelNode node, Set<CorrelationId> given) {
    Set<CorrelationId> ofRight = new LinkedHashSet<>(given);
    if (node instanceof Correlate correlate) {
      ofRight.add(correlate.getCorrelationId());
    }
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : node.getInputs()) {
      inputs.add(steps(input, inputs.isEmpty() ? given : ofRight));
    }
    RelNode above = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    return step(above, given);
  }

  private RelNode step(RelNode node, Set<CorrelationId> given) {
    Set<CorrelationId> own = new LinkedHashSet<>(node.getVariablesSet());
    if (own.isEmpty()) {
      own.addAll(unnamed(node)); // Calcite forgets some, too.
    }
    own.removeAll(given);
    Set<CorrelationId> within = new LinkedHashSet<>(given);
    within.addAll(own);
    Queries queries = new Queries(own, within);
    if (node instanceof Project project) {
      List<RexNode> columns = queries.apply(project.getProjects());
      return queries.isFound
          ? LogicalProject.create(
              project.getInput(), project.getHints(), columns, project.getRowType(), own)
          : node;
    }
    if (node instanceof Filter filter) {
      RexNode condition = filter.getCondition().accept(queries);
      return queries.isFound ? PlainBuilder.filter(filter.getInput(), condition, own) : node;
    }
    if (node instanceof Join join) {
      RexNode condition = join.getCondition().accept(queries);
      return queries.isFound
          ? LogicalJoin.create(
              join.getLeft(), join.getRight(), join.getHints(), condition, own, join.getJoinType())
          : node;
    }
    return node;
  }

  /** The rows that the sub-queries of a step refer to, but for those that are named in them. */
  private static Set<CorrelationId> unnamed(RelNode step) {
    Set<CorrelationId> used = new LinkedHashSet<>();
    Set<CorrelationId> named = new LinkedHashSet<>();
    step.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            used.addAll(new CorrelationUse(subQuery.rel).all());
            addNamed(subQuery.rel, named);
            return super.visitSubQuery(subQuery);
          }
        });
    used.removeAll(named);
    return used;
  }

  private static void addNamed(RelNode node, Set<CorrelationId> named) {
    if (node instanceof Correlate correlate) {
      named.add(correlate.getCorrelationId());
    }
    node.getInputs().forEach(input -> addNamed(input, named));
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            named.addAll(new CorrelationUse(subQuery.rel).of(node.getVariablesSet()));
            addNamed(subQuery.rel, named);
            return super.visitSubQuery(subQuery);
          }
        });
  }

  private final class Queries extends RexShuttle {
    private final Set<CorrelationId> own;
    private final Set<CorrelationId> given;
    private boolean isFound;

    Queries(Set<CorrelationId> own, Set<CorrelationId> given) {
      this.own = own;
      this.given = given;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      isFound = true;
      boolean[] isChanged = {false};
      List<RexNode> operands = visitList(subQuery.operands, isChanged);
      RelNode rows = steps(subQuery.rel, given);
      return subQuery.getKind() == SqlKind.SCALAR_QUERY && isOneRow(rows)
          ? builder.ensureType(
              subQuery.getType(), here(((Project) rows).getProjects().get(0), own), true)
          : subQuery.clone(subQuery.getType(), operands).clone(rows);
    }
  }

  /** An expression of a sub-query in the place of that sub-query. */
  private static RexNode here(RexNode expression, Set<CorrelationId> own) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            boolean isOwn =
                access.getReferenceExpr() instanceof RexCorrelVariable row && own.contains(row.id);
            return isOwn ? new RexInputRef(access.getField().getIndex(), access.getType()) : access;
          }
        });
  }

  /** Whether rows are one that is computed from nothing but rows further out. */
  private static boolean isOneRow(RelNode rows) {
    return rows instanceof Project project
        && !project.containsOver()
        && project.getInput() instanceof Values values
        && values.getTuples().size() == 1
        && RelOptUtil.InputFinder.bits(project.getProjects(), null).isEmpty();
  }
}
