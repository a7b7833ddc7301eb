package org.pydb.calcite.rex;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * A literal that the plan leaves open, and one of the values that it will have. Estimates may look
 * at that, since all others are like it; nobody else may.
 */
public final class HoistedValue extends RexDynamicParam {
  private final RexLiteral example;

  /**
   * A hoisted literal.
   *
   * @param index its number in expressions
   */
  public HoistedValue(RelDataType type, int index, RexLiteral example) {
    super(type, index);
    this.example = example;
  }

  /** The expression, or the example if it is a hoisted literal. */
  public static RexNode estimated(RexNode node) {
    RexNode inner = node;
    while (inner.getKind() == SqlKind.CAST) {
      inner = ((RexCall) inner).getOperands().get(0);
    }
    return inner instanceof HoistedValue hoisted ? hoisted.example : node;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other); // The example is no part of the expression.
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
