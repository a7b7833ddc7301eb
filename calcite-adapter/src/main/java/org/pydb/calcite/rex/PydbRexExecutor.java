package org.pydb.calcite.rex;

import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Folds constants with our own expressions, never by generated code: planning stays fast, and a
 * constant means the same before and during execution. What fails or depends on the execution stays
 * as it is. Stateless; thread-safe.
 */
public final class PydbRexExecutor implements RexExecutor {

  /** The only instance. */
  public static final PydbRexExecutor INSTANCE = new PydbRexExecutor();

  private PydbRexExecutor() {}

  @Override
  public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reducedValues) {
    for (RexNode constant : constants) {
      RexNode folded = constant instanceof RexLiteral ? null : fold(builder, constant);
      reducedValues.add(folded == null ? constant : folded);
    }
  }

  private static @Nullable RexNode fold(RexBuilder builder, RexNode constant) {
    try {
      ConstantValue.Result result =
          ConstantValue.of(ExpressionCompiler.WITHOUT_INPUT.compile(constant));
      return result.isKnown()
          ? LiteralValues.toRex(builder, constant.getType(), result.value())
          : null;
    } catch (UnsupportedExpression | SqlError e) {
      return null;
    }
  }
}
