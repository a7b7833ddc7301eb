package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.SqlAggFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.metadata.MetadataHandlers;
import org.pydb.engine.schema.ColumnType;

/**
 * The pieces of a bridge while it is built: Calcite's steps over carried values, and what they call
 * back. They stand in a cluster of their own, which nothing keeps once the code is compiled. Used
 * by one thread.
 */
final class BridgeBuilder {
  private final JavaTypeFactoryImpl types = new JavaTypeFactoryImpl();
  private final RexBuilder rex = new RexBuilder(types);
  private final RelOptCluster cluster;
  private final List<BridgePlan.Input> inputs = new ArrayList<>();
  private final List<BridgePlan.Scalar> expressions = new ArrayList<>();
  private final List<BridgePlan.Aggregate> aggregates = new ArrayList<>();
  private final List<BridgePlan.Limit> limits = new ArrayList<>();

  BridgeBuilder() {
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
    cluster = RelOptCluster.create(planner, rex);
    cluster.setMetadataQuerySupplier(() -> new RelMetadataQuery(MetadataHandlers.INSTANCE));
  }

  RelOptCluster cluster() {
    return cluster;
  }

  RexBuilder rex() {
    return rex;
  }

  JavaTypeFactoryImpl types() {
    return types;
  }

  /** The type in which values travel. */
  RelDataType carrier(ColumnType type) {
    return Carrier.of(type).type(types);
  }

  /** The type of rows whose values travel in these types. */
  RelDataType rowType(List<RelDataType> columns) {
    RelDataTypeFactory.Builder row = types.builder();
    for (int i = 0; i < columns.size(); i++) {
      row.add("c" + i, columns.get(i));
    }
    return row.build();
  }

  /** The columns of a step. */
  static List<RelDataType> columns(RelNode node) {
    return node.getRowType().getFieldList().stream().map(field -> field.getType()).toList();
  }

  /** A reference to a column of a step. */
  RexNode column(RelNode node, int index) {
    return rex.makeInputRef(node, index);
  }

  /** References to some columns of a step, from one to before another. */
  List<RexNode> columns(RelNode node, int from, int to) {
    return new ArrayList<>(IntStream.range(from, to).mapToObj(i -> column(node, i)).toList());
  }

  /**
   * The rows of a plan of ours.
   *
   * @param outerRows rows of generated code that the plan may refer to
   * @param outer gives the used values of those rows, in order, as one row; none if there are none
   */
  RelNode input(PlanNode node, List<BridgePlan.OuterRow> outerRows, RelNode... outer) {
    inputs.add(new BridgePlan.Input(node, outerRows));
    RelDataType rowType = rowType(node.types().stream().map(this::carrier).toList());
    String method = outerRows.isEmpty() ? "input" : "innerInput";
    return new ContextCall(cluster, rowType, method, inputs.size() - 1, outer);
  }

  /** A call of an expression of ours, whose columns are these values. */
  RexNode scalar(Expression expression, List<ColumnType> argumentTypes, List<RexNode> arguments) {
    expressions.add(new BridgePlan.Scalar(expression, argumentTypes));
    RelDataType type = carrier(expression.type());
    return rex.makeCall(
        type,
        OwnScalar.operator(expressions.size() - 1, Carrier.of(expression.type()), type),
        arguments);
  }

  /** The operator for an aggregate of ours. */
  SqlAggFunction aggregate(BridgePlan.Aggregate aggregate) {
    aggregates.add(aggregate);
    RelDataType type = carrier(aggregate.result());
    return OwnAggregate.operator(aggregates.size() - 1, Carrier.of(aggregate.result()), type);
  }

  /** Some rows of those given. */
  RelNode limit(RelNode rows, BridgePlan.Limit limit) {
    limits.add(limit);
    return new ContextCall(cluster, rows.getRowType(), "limit", limits.size() - 1, rows);
  }

  /** Columns computed from rows of which a condition is true. */
  RelNode calc(RelNode rows, List<RexNode> columns, @Nullable RexNode condition) {
    RelDataType rowType = rowType(columns.stream().map(RexNode::getType).toList());
    RexProgram program = RexProgram.create(rows.getRowType(), columns, condition, rowType, rex);
    return EnumerableCalc.create(rows, program);
  }

  /** The code for the steps, and what it calls back. */
  BridgePlan build(String description, List<ColumnType> resultTypes, RelNode steps) {
    Map<String, Object> constants = new HashMap<>();
    EnumerableRel root = new ContextCall(cluster, steps.getRowType(), "", 0, steps);
    Bindable<?> code = GeneratedCode.compile(root, constants);
    return new BridgePlan(
        description, resultTypes, code, constants, inputs, expressions, aggregates, limits);
  }
}
