package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;

/**
 * A step of generated code that calls a method of {@link BridgeContext} with a number and the rows
 * of its inputs, and gives the rows that come back.
 */
final class ContextCall extends AbstractRelNode implements EnumerableRel {
  private final String method;
  private final int number;
  private final List<RelNode> inputs;

  /**
   * A call.
   *
   * @param method of {@link BridgeContext}; empty for none: the rows of the input as they are
   */
  ContextCall(
      RelOptCluster cluster, RelDataType rowType, String method, int number, RelNode... inputs) {
    super(cluster, cluster.traitSetOf(EnumerableConvention.INSTANCE));
    this.rowType = rowType;
    this.method = method;
    this.number = number;
    this.inputs = List.of(inputs);
  }

  /** The context as generated code sees it. */
  static Expression context(Expression root) {
    return Expressions.convert_(root, BridgeContext.class);
  }

  @Override
  public List<RelNode> getInputs() {
    return inputs;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> newInputs) {
    return new ContextCall(
        getCluster(), getRowType(), method, number, newInputs.toArray(RelNode[]::new));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType type = arrays(implementor, this);
    BlockBuilder code = new BlockBuilder();
    List<Expression> arguments = new ArrayList<>();
    arguments.add(Expressions.constant(number));
    for (int i = 0; i < inputs.size(); i++) {
      Result input = implementor.visitChild(this, i, (EnumerableRel) inputs.get(i), Prefer.ARRAY);
      Expression rows = code.append("rows" + i, input.block);
      Expression arrays =
          input.physType.convertTo(rows, arrays(implementor, inputs.get(i)).getFormat());
      arguments.add(Expressions.convert_(arrays, Enumerable.class));
    }
    Expression result =
        method.isEmpty()
            ? arguments.get(1)
            : Expressions.call(context(DataContext.ROOT), method, arguments);
    code.add(Expressions.return_(null, result));
    return implementor.result(type, code.toBlock());
  }

  /** The form of {@link CarriedRows}. */
  private static PhysType arrays(EnumerableRelImplementor implementor, RelNode rows) {
    return PhysTypeImpl.of(implementor.getTypeFactory(), rows.getRowType(), JavaRowFormat.ARRAY);
  }
}
