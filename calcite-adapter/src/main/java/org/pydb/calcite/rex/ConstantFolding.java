package org.pydb.calcite.rex;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Replaces what is constant by its value, and drops what a constant decides: {@code x AND TRUE},
 * {@code CASE WHEN FALSE …}. What fails is left alone, since it may never be evaluated.
 *
 * <p>Calcite's own simplifier does much more and gets some of it wrong; conditions are analyzed for
 * index bounds as they are written, so this is enough. Stateless; thread-safe.
 */
public final class ConstantFolding extends RexShuttle {
  private static final RexBuilder BUILDER = PydbRexBuilder.INSTANCE;
  private static final ConstantFolding INSTANCE = new ConstantFolding();

  private ConstantFolding() {}

  /** The expression, folded; of the same type, apart from being nullable. */
  public static RexNode fold(RexNode node) {
    return node instanceof RexCall ? node.accept(INSTANCE) : node;
  }

  /**
   * A condition for rows that must meet it, folded: NULL counts as false.
   *
   * @return literal true or false if nothing is left to be decided
   */
  public static RexNode foldCondition(RexNode condition) {
    List<RexNode> parts = new ArrayList<>();
    for (RexNode folded : RelOptUtil.conjunctions(fold(condition))) {
      RexNode part = equalsItself(folded) ? isNotNull(folded) : folded;
      if (isConstant(part, false) || isNull(part)) {
        return BUILDER.makeLiteral(false);
      }
      if (!isConstant(part, true)) {
        parts.add(part);
      }
    }
    return RexUtil.composeConjunction(BUILDER, parts);
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexNode inner = super.visitCall(call);
    if (!(inner instanceof RexCall folded) || folded.getKind() == SqlKind.SEARCH) {
      return inner;
    }
    return switch (folded.getKind()) {
      case AND -> connective(folded, false);
      case OR -> connective(folded, true);
      case CASE -> choice(folded);
      default -> evaluate(folded);
    };
  }

  /** AND is decided by false, OR by true; the other value has no say. */
  private static RexNode connective(RexCall call, boolean deciding) {
    List<RexNode> left = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      if (isConstant(operand, deciding)) {
        return operand;
      }
      if (!isConstant(operand, !deciding)) {
        left.add(operand);
      }
    }
    if (left.size() == call.getOperands().size()) {
      return call;
    }
    return switch (left.size()) {
      case 0 -> BUILDER.makeLiteral(!deciding);
      case 1 -> left.get(0);
      default -> BUILDER.makeCall(call.getType(), call.getOperator(), left);
    };
  }

  private static RexNode choice(RexCall call) {
    List<RexNode> left = new ArrayList<>();
    List<RexNode> operands = call.getOperands();
    int last = operands.size() - 1;
    for (int i = 0; i < last; i += 2) {
      RexNode condition = operands.get(i);
      if (isConstant(condition, false) || isNull(condition)) {
        continue;
      }
      if (isConstant(condition, true)) {
        left.add(operands.get(i + 1));
        return choice(call, left);
      }
      left.add(condition);
      left.add(operands.get(i + 1));
    }
    left.add(operands.get(last));
    return left.size() == operands.size() ? call : choice(call, left);
  }

  private static RexNode choice(RexCall call, List<RexNode> operands) {
    return operands.size() == 1
        ? BUILDER.ensureType(call.getType(), operands.get(0), true)
        : BUILDER.makeCall(call.getType(), call.getOperator(), operands);
  }

  /** Whether a column is compared with itself: decorrelation writes such conditions. */
  private static boolean equalsItself(RexNode node) {
    return node.getKind() == SqlKind.EQUALS
        && ((RexCall) node).getOperands().get(0) instanceof RexInputRef left
        && left.equals(((RexCall) node).getOperands().get(1));
  }

  private static RexNode isNotNull(RexNode equality) {
    RexNode column = ((RexCall) equality).getOperands().get(0);
    return column.getType().isNullable()
        ? BUILDER.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column)
        : BUILDER.makeLiteral(true);
  }

  private static RexNode evaluate(RexCall call) {
    boolean isConstant =
        call.getOperator().isDeterministic()
            && !call.getOperator().isDynamicFunction()
            && call.getOperands().stream().allMatch(ConstantFolding::isLiteral);
    if (!isConstant) {
      return call;
    }
    List<RexNode> folded = new ArrayList<>();
    PydbRexExecutor.INSTANCE.reduce(BUILDER, List.of(call), folded);
    return folded.get(0);
  }

  /** A literal, or one that is cast to numeric, for which there are no literals. */
  private static boolean isLiteral(RexNode node) {
    return (node instanceof RexLiteral literal && literal.getTypeName() != SqlTypeName.SARG)
        || (node.getKind() == SqlKind.CAST
            && ((RexCall) node).getOperands().get(0) instanceof RexLiteral);
  }

  private static boolean isConstant(RexNode node, boolean value) {
    return value ? node.isAlwaysTrue() : node.isAlwaysFalse();
  }

  private static boolean isNull(RexNode node) {
    return node instanceof RexLiteral literal && literal.isNull();
  }
}
