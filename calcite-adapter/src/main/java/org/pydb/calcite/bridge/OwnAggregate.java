package org.pydb.calcite.bridge;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.AggAddContext;
import org.apache.calcite.adapter.enumerable.AggContext;
import org.apache.calcite.adapter.enumerable.AggImplementor;
import org.apache.calcite.adapter.enumerable.AggResetContext;
import org.apache.calcite.adapter.enumerable.AggResultContext;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableAggFunction;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;

/** An aggregate that generated code feeds and that one of ours computes. */
final class OwnAggregate implements ImplementableAggFunction, AggImplementor {
  private final int number;
  private final Carrier result;
  private final RelDataType type;

  private OwnAggregate(int number, Carrier result, RelDataType type) {
    this.number = number;
    this.result = result;
    this.type = type;
  }

  /** The operator for an aggregate. */
  static SqlAggFunction operator(int number, Carrier result, RelDataType type) {
    return operator("own_aggregate_" + number, type, new OwnAggregate(number, result, type));
  }

  /** An operator for a function by a name that no other has. */
  static SqlAggFunction operator(String name, RelDataType type, ImplementableAggFunction function) {
    return new SqlUserDefinedAggFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        InferTypes.ANY_NULLABLE,
        null,
        function,
        false,
        false,
        Optionality.FORBIDDEN);
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.of();
  }

  @Override
  public RelDataType getReturnType(RelDataTypeFactory typeFactory) {
    return type;
  }

  @Override
  public AggImplementor getImplementor(boolean windowContext) {
    return this;
  }

  @Override
  public List<Type> getStateType(AggContext info) {
    return List.of(BridgeAccumulator.class);
  }

  @Override
  public void implementReset(AggContext info, AggResetContext reset) {
    Expression fresh =
        Expressions.call(
            ContextCall.context(DataContext.ROOT), "accumulator", Expressions.constant(number));
    reset
        .currentBlock()
        .add(Expressions.statement(Expressions.assign(reset.accumulator().get(0), fresh)));
  }

  @Override
  public void implementAdd(AggContext info, AggAddContext add) {
    List<Expression> values = add.arguments().stream().map(Expressions::box).toList();
    add.currentBlock()
        .add(
            Expressions.statement(
                Expressions.call(
                    add.accumulator().get(0),
                    "add",
                    Expressions.newArrayInit(Object.class, values))));
  }

  @Override
  public Expression implementResult(AggContext info, AggResultContext context) {
    return Expressions.convert_(
        Expressions.call(context.accumulator().get(0), "result"), result.javaClass());
  }
}
