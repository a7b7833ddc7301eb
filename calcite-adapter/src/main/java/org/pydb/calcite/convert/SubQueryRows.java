package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * A sub-query taken apart: rows that do not depend on the outer query, and apart from them the
 * conditions and values that may.
 */
final class SubQueryRows {
  private final RelNode rows;
  private final @Nullable CorrelationId variable;
  private final List<RexNode> correlated;
  private final List<RexNode> values;

  private SubQueryRows(
      RelNode rows,
      @Nullable CorrelationId variable,
      List<RexNode> correlated,
      List<RexNode> values) {
    this.rows = rows;
    this.variable = variable;
    this.correlated = correlated;
    this.values = values;
  }

  /**
   * Takes a sub-query apart.
   *
   * @param variable the outer query's row; null if nothing refers to one
   * @return null if it depends on the outer query in some other place
   */
  static @Nullable SubQueryRows of(
      RelNode query, RexSubQuery subQuery, @Nullable CorrelationId variable) {
    RelNode node = withoutOrder(query);
    if (variable == null || !new CorrelationUse(node).contains(variable)) {
      return new SubQueryRows(node, null, List.of(), columns(node));
    }
    List<RexNode> values = List.of();
    if (node instanceof Project project) {
      if (project.containsOver() || RexUtil.SubQueryFinder.containsSubQuery(project)) {
        return null;
      }
      values = project.getProjects();
      node = withoutOrder(project.getInput());
    } else if (subQuery.getKind() != SqlKind.EXISTS) {
      return null;
    }
    return node instanceof Filter filter ? of(filter, values, variable) : null;
  }

  private static @Nullable SubQueryRows of(
      Filter filter, List<RexNode> values, CorrelationId variable) {
    List<RexNode> correlated = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode part : RelOptUtil.conjunctions(filter.getCondition())) {
      if (!new CorrelationUse(part).contains(variable)) {
        others.add(part);
      } else if (RexUtil.SubQueryFinder.find(part) == null) {
        correlated.add(part);
      } else {
        return null;
      }
    }
    if (new CorrelationUse(filter.getInput()).contains(variable)) {
      return null;
    }
    RexNode rest = RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), others);
    RelNode rows =
        rest.isAlwaysTrue()
            ? filter.getInput()
            : PlainBuilder.filter(filter.getInput(), rest, filter.getVariablesSet());
    return new SubQueryRows(rows, variable, correlated, values);
  }

  private static List<RexNode> columns(RelNode node) {
    return node.getRowType().getFieldList().stream()
        .map(field -> (RexNode) new RexInputRef(field.getIndex(), field.getType()))
        .toList();
  }

  /** Without a sort that limits nothing: which rows there are does not depend on their order. */
  private static RelNode withoutOrder(RelNode node) {
    return node instanceof Sort sort && sort.offset == null && sort.fetch == null
        ? sort.getInput()
        : node;
  }

  /** The rows, as the right side of a join. */
  RelNode rows() {
    return rows;
  }

  /** What the sub-query selects, over the columns of a join whose left side has so many. */
  List<RexNode> values(int leftCount) {
    return values.stream().map(value -> moved(value, leftCount)).toList();
  }

  /** The conditions, over the columns of a join whose left side has this type. */
  List<RexNode> conditions(RelDataType left) {
    return correlated.stream().map(part -> moved(part, left.getFieldCount())).toList();
  }

  private RexNode moved(RexNode node, int leftCount) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(reference.getIndex() + leftCount, reference.getType());
          }

          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            boolean isOuter =
                access.getReferenceExpr() instanceof RexCorrelVariable row
                    && row.id.equals(variable);
            RelDataTypeField field = access.getField();
            return isOuter ? new RexInputRef(field.getIndex(), field.getType()) : access;
          }
        });
  }
}
