package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.pydb.calcite.rel.Inputs;

/**
 * Keeps answers of sub-queries unknown where more is asked of them than whether they are true. Of
 *
 * <pre>
 *   NOT (a IN (SELECT ...) = b)
 * </pre>
 *
 * <p>Calcite's rules see the {@code NOT}, and make true what is unknown of {@code IN}, as if it
 * stood alone there. They do not look through a {@code CASE}, so what is compared stands in one
 * while they run.
 */
final class UnknownAnswers {

  /** What makes something of unknown, and what hands it on. */
  private static final Set<SqlKind> LOGIC =
      EnumSet.of(
          SqlKind.NOT,
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.IS_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_NOT_FALSE);

  private UnknownAnswers() {}

  /** The step with calls over sub-queries in a {@code CASE} each. */
  static RelNode keep(RelNode step) {
    RexBuilder builder = step.getCluster().getRexBuilder();
    return step.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            RexCall inner = (RexCall) super.visitCall(call);
            if (!LOGIC.contains(call.getKind())) {
              return inner;
            }
            List<RexNode> operands = new ArrayList<>(inner.getOperands());
            operands.replaceAll(operand -> isAsked(operand) ? wrapped(builder, operand) : operand);
            return operands.equals(inner.getOperands())
                ? inner
                : inner.clone(inner.getType(), operands);
          }
        });
  }

  private static boolean isAsked(RexNode operand) {
    return operand instanceof RexCall call
        && !(call instanceof RexSubQuery)
        && !LOGIC.contains(call.getKind())
        && RexUtil.SubQueryFinder.find(call) != null;
  }

  private static RexNode wrapped(RexBuilder builder, RexNode call) {
    List<RexNode> choice = List.of(builder.makeLiteral(true), call, call);
    return builder.makeCall(call.getType(), SqlStdOperatorTable.CASE, choice);
  }

  /** The steps that became of such a step, without those. */
  static RelNode unwrap(RelNode steps) {
    return Inputs.changed(steps, input -> input.accept(new Unwrapping())).accept(new Unwrapping());
  }

  private static final class Unwrapping extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      RexCall inner = (RexCall) super.visitCall(call);
      List<RexNode> choice = inner.getOperands();
      boolean isWrapped =
          inner.getKind() == SqlKind.CASE
              && choice.size() == 3
              && choice.get(0).isAlwaysTrue()
              && choice.get(1).equals(choice.get(2));
      return isWrapped ? choice.get(1) : inner;
    }
  }
}
