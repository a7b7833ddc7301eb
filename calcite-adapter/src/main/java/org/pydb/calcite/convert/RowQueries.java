package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.DeduplicateCorrelateVariables;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.parser.QueryColumn;
import org.pydb.calcite.rel.Inputs;

/**
 * Joins the only row of a query of which several columns are wanted, so that it runs once:
 *
 * <pre>
 *   Project((select x from q), (select y from q))          Project(x, y)
 *     a                                              →       Correlate(a, left)
 *                                                              a
 *                                                              Aggregate(single_value of x, y)
 *                                                                q
 * </pre>
 */
final class RowQueries {
  private final RelBuilder builder;

  /** By the name that the columns of a row share: where the row begins in what is joined. */
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private RowQueries(RelBuilder builder) {
    this.builder = builder;
  }

  /** The tree with such rows joined. */
  static RelNode join(RelNode root) {
    RelNode node = Inputs.changed(root, RowQueries::join);
    return node instanceof Project project
        ? new RowQueries(PlainBuilder.FACTORY.create(node.getCluster(), null)).project(project)
        : node;
  }

  private RelNode project(Project project) {
    builder.push(project.getInput());
    List<RexNode> columns = new Replacement(project.getVariablesSet()).apply(project.getProjects());
    if (places.isEmpty()) {
      return project;
    }
    Set<CorrelationId> used = new LinkedHashSet<>();
    columns.forEach(
        column -> used.addAll(new CorrelationUse(column).of(project.getVariablesSet())));
    return LogicalProject.create(
        builder.build(), project.getHints(), columns, project.getRowType().getFieldNames(), used);
  }

  /** Joins a row behind what there is. */
  private int join(RelNode rows, Set<CorrelationId> variables) {
    int place = builder.peek().getRowType().getFieldCount();
    CorrelationId own = rows.getCluster().createCorrel();
    RelNode renamed =
        variables.isEmpty()
            ? rows
            : DeduplicateCorrelateVariables.go(builder.getRexBuilder(), own, variables, rows);
    builder.push(renamed);
    List<RelBuilder.AggCall> values = new ArrayList<>();
    for (RexNode column : builder.fields()) {
      values.add(builder.aggregateCall(SqlStdOperatorTable.SINGLE_VALUE, column));
    }
    builder.aggregate(builder.groupKey(), values);
    builder.join(JoinRelType.LEFT, builder.literal(true), Set.of(own));
    return place;
  }

  private final class Replacement extends RexShuttle {
    private final Set<CorrelationId> variables;

    Replacement(Set<CorrelationId> variables) {
      this.variables = variables;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
      String row = row(query);
      if (row == null) {
        return super.visitSubQuery(query);
      }
      Project column = (Project) query.rel;
      int at = ((RexInputRef) column.getProjects().get(0)).getIndex();
      int place = places.computeIfAbsent(row, name -> join(column.getInput(), variables));
      return builder.getRexBuilder().makeInputRef(builder.peek(), place + at);
    }

    private static @Nullable String row(RexSubQuery query) {
      return query.getKind() == SqlKind.SCALAR_QUERY && query.rel instanceof Project column
          ? QueryColumn.row(column.getRowType().getFieldNames().get(0))
          : null;
    }
  }
}
