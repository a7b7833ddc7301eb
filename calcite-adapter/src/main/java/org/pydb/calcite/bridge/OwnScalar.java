package org.pydb.calcite.bridge;

import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** A function that generated code calls to have an expression of ours evaluated. */
final class OwnScalar implements ImplementableFunction {
  private final int number;
  private final Carrier result;

  private OwnScalar(int number, Carrier result) {
    this.number = number;
    this.result = result;
  }

  /** The operator for an expression; each has its own name, so that none is taken for another. */
  static SqlOperator operator(int number, Carrier result, RelDataType type) {
    return new SqlUserDefinedFunction(
        new SqlIdentifier("own_expression_" + number, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        InferTypes.ANY_NULLABLE,
        null,
        new OwnScalar(number, result));
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.of();
  }

  @Override
  public CallImplementor getImplementor() {
    return (translator, call, nullAs) -> {
      List<Expression> values =
          translator.translateList(call.getOperands()).stream().map(Expressions::box).toList();
      Expression value =
          Expressions.call(
              ContextCall.context(translator.getRoot()),
              "evaluate",
              Expressions.constant(number),
              Expressions.newArrayInit(Object.class, values));
      return Expressions.convert_(value, result.javaClass());
    };
  }
}
