package org.pydb.calcite.rex;

import java.util.function.IntUnaryOperator;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Writes expressions over rows in which their columns stand in other places. */
public final class MovedInputs {
  private MovedInputs() {}

  /**
   * An expression over other rows.
   *
   * @param place where a column is to be
   */
  public static RexNode of(RexNode expression, IntUnaryOperator place) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(place.applyAsInt(reference.getIndex()), reference.getType());
          }
        });
  }
}
