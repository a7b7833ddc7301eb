package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Makes semi-joins of the sub-queries that filter rows: {@code WHERE EXISTS}, {@code IN}, {@code x
 * > ANY} and their negations.
 *
 * <pre>
 *   Filter(EXISTS(Filter(b.id = $cor.id, b)))      Join(semi, a.id = b.id)
 *     a                                        →     a
 *                                                    b
 * </pre>
 *
 * <p>That is the bulk of all sub-queries; where it does not fit they are left to {@link
 * Decorrelation}, which takes more planning and finds worse plans.
 */
final class SemiJoins {
  private final RexBuilder builder;

  private SemiJoins(RexBuilder builder) {
    this.builder = builder;
  }

  /** The tree with semi-joins where they fit. */
  static RelNode run(RelNode root) {
    return new SemiJoins(root.getCluster().getRexBuilder()).rewrite(root);
  }

  private RelNode rewrite(RelNode node) {
    List<RelNode> inputs = new ArrayList<>();
    boolean changed = false;
    for (RelNode input : node.getInputs()) {
      RelNode rewritten = rewrite(input);
      changed |= rewritten != input;
      inputs.add(rewritten);
    }
    RelNode above = changed ? node.copy(node.getTraitSet(), inputs) : node;
    return above instanceof Filter filter ? filter(filter) : above;
  }

  private RelNode filter(Filter filter) {
    RelNode rows = filter.getInput();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(filter.getCondition())) {
      RelNode joined = join(rows, part, filter.getVariablesSet());
      if (joined == null) {
        rest.add(part);
      } else {
        rows = joined;
      }
    }
    if (rows == filter.getInput()) {
      return filter;
    }
    RexNode condition = RexUtil.composeConjunction(builder, rest);
    Set<CorrelationId> left = new CorrelationUse(condition).of(filter.getVariablesSet());
    return condition.isAlwaysTrue() ? rows : PlainBuilder.filter(rows, condition, left);
  }

  /** The rows joined to the sub-query of which a condition consists; null if it is none such. */
  private @Nullable RelNode join(RelNode rows, RexNode part, Set<CorrelationId> variables) {
    boolean isNegated = false;
    RexNode inner = part;
    // x = ALL (...) comes as NOT x <> SOME (...): its negation is negated twice.
    while (inner.getKind() == SqlKind.NOT) {
      isNegated = !isNegated;
      inner = ((RexCall) inner).getOperands().get(0);
    }
    if (!(inner instanceof RexSubQuery subQuery) || variables.size() > 1) {
      return null;
    }
    boolean isKnown =
        switch (subQuery.getKind()) {
          case EXISTS, IN, SOME -> true;
          default -> false;
        };
    CorrelationId variable = variables.isEmpty() ? null : variables.iterator().next();
    SubQueryRows right =
        isKnown ? SubQueryRows.of(rewrite(subQuery.rel), subQuery, variable) : null;
    if (right == null) {
      return null;
    }
    List<RexNode> conditions = new ArrayList<>();
    int leftCount = rows.getRowType().getFieldCount();
    if (subQuery.getKind() != SqlKind.EXISTS) {
      conditions.add(comparison(subQuery, right.values(leftCount), isNegated));
    }
    conditions.addAll(right.conditions(rows.getRowType()));
    return LogicalJoin.create(
        rows,
        right.rows(),
        List.of(),
        RexUtil.composeConjunction(builder, conditions),
        Set.of(),
        isNegated ? JoinRelType.ANTI : JoinRelType.SEMI);
  }

  /** What must hold between the operands and the sub-query's columns. */
  private RexNode comparison(RexSubQuery subQuery, List<RexNode> values, boolean isNegated) {
    SqlOperator operator =
        subQuery.getOperator() instanceof SqlQuantifyOperator quantifier
                && subQuery.getKind() == SqlKind.SOME
            ? RelOptUtil.op(quantifier.comparisonKind, null)
            : SqlStdOperatorTable.EQUALS;
    List<RexNode> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(builder.makeCall(operator, subQuery.getOperands().get(i), values.get(i)));
    }
    RexNode all = RexUtil.composeConjunction(builder, parts);
    // NOT IN keeps a row only if it surely equals none: if that is unknown, it does not.
    return isNegated && all.getType().isNullable()
        ? builder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, all)
        : all;
  }
}
