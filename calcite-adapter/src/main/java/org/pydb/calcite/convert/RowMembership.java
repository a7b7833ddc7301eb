package org.pydb.calcite.convert;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.Inputs;

/**
 * Asks for rows, for literals, and for what differs, in sub-queries by EXISTS, where their being
 * there is one part of an expression:
 *
 * <pre>
 *   x or (a, b) in (select c, d from t)
 *     →
 *   x or case when exists (select from t where a = c and b = d) then true
 *             when exists (select from t where (a = c and b = d) is null) then null
 *             else false end
 * </pre>
 *
 * <p>Calcite's own way to do that goes wrong for more than one column: it gives rows twice, or
 * takes "unknown" for false. For a literal and a column with a NULL, it takes "unknown" for true
 * where IS TRUE asks. For {@code x <> ANY (...)} and {@code x = ALL (...)} it takes columns of the
 * query around for its own counts, if they are called c or d.
 */
final class RowMembership {
  private final RelNode input;
  private final RexBuilder builder;
  private final Set<CorrelationId> variables;
  private @Nullable CorrelationId variable;

  private RowMembership(RelNode input, Set<CorrelationId> variables) {
    this.input = input;
    this.variables = new LinkedHashSet<>(variables);
    builder = input.getCluster().getRexBuilder();
  }

  /** The tree with such questions asked by EXISTS. */
  static RelNode run(RelNode node) {
    RelNode above = Inputs.changed(node, RowMembership::run);
    if (above instanceof Filter filter) {
      return new RowMembership(filter.getInput(), filter.getVariablesSet()).filter(filter);
    }
    return above instanceof Project project
        ? new RowMembership(project.getInput(), project.getVariablesSet()).project(project)
        : above;
  }

  private RelNode filter(Filter filter) {
    RexNode condition = filter.getCondition().accept(new Rewriting());
    return condition.equals(filter.getCondition())
        ? filter
        : LogicalFilter.create(input, condition, ImmutableSet.copyOf(variables));
  }

  private RelNode project(Project project) {
    List<RexNode> columns = new Rewriting().apply(project.getProjects());
    return columns.equals(project.getProjects())
        ? project
        : LogicalProject.create(
            input, project.getHints(), columns, project.getRowType().getFieldNames(), variables);
  }

  private final class Rewriting extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      boolean isOfRows = subQuery.getOperands().size() > 1;
      boolean isOfLiterals = RexUtil.allLiterals(subQuery.getOperands());
      boolean isPlain =
          subQuery.getOperands().stream()
              .allMatch(node -> RexUtil.SubQueryFinder.find(node) == null);
      boolean isMistaken =
          subQuery.getKind() == SqlKind.IN
              ? isOfRows || isOfLiterals
              : SqlStdOperatorTable.NOT_EQUALS.equals(comparison(subQuery));
      return isMistaken && isPlain ? asked(subQuery) : subQuery;
    }
  }

  /** What must hold between an operand and a column; null if nothing is compared. */
  private static @Nullable SqlOperator comparison(RexSubQuery subQuery) {
    return switch (subQuery.getKind()) {
      case IN -> SqlStdOperatorTable.EQUALS;
      case SOME ->
          RelOptUtil.op(((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind, null);
      default -> null;
    };
  }

  private RexNode asked(RexSubQuery subQuery) {
    SqlOperator comparison = Objects.requireNonNull(comparison(subQuery));
    List<RexNode> parts = new ArrayList<>();
    for (RexNode operand : subQuery.getOperands()) {
      RexNode column = builder.makeInputRef(subQuery.rel, parts.size());
      parts.add(builder.makeCall(comparison, outer(operand), column));
    }
    RexNode matches = RexUtil.composeConjunction(builder, parts);
    RexNode isThere = exists(subQuery.rel, matches);
    if (!matches.getType().isNullable()) {
      return builder.ensureType(subQuery.getType(), isThere, true);
    }
    RexNode isUnknown =
        exists(subQuery.rel, builder.makeCall(SqlStdOperatorTable.IS_NULL, matches));
    return builder.makeCall(
        SqlStdOperatorTable.CASE,
        isThere,
        builder.makeLiteral(true),
        isUnknown,
        builder.makeNullLiteral(subQuery.getType()),
        builder.makeLiteral(false));
  }

  private static RexNode exists(RelNode rows, RexNode condition) {
    return RexSubQuery.exists(LogicalFilter.create(rows, condition));
  }

  /** An operand as the sub-query sees it: over the row of the outer query. */
  private RexNode outer(RexNode operand) {
    return operand.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return builder.makeFieldAccess(
                builder.makeCorrel(input.getRowType(), variable()), reference.getIndex());
          }
        });
  }

  private CorrelationId variable() {
    CorrelationId used = variable;
    if (used == null) {
      used = variables.isEmpty() ? input.getCluster().createCorrel() : variables.iterator().next();
      variable = used;
      variables.add(used);
    }
    return used;
  }
}
