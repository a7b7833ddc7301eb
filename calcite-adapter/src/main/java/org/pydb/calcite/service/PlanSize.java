package org.pydb.calcite.service;

import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.plan.PlannedStatement;

/**
 * How much memory a plan takes, estimated. Definitions of tables are not counted: the catalog has
 * them as well.
 */
final class PlanSize {
  private static final int STATEMENT = 1000;
  private static final int LITERAL = 60;
  private static final int COLUMN = 120;
  private static final int STEP = 400;

  private PlanSize() {}

  /** The bytes of a plan and of the shape by which it is found. */
  static long of(StatementShape shape, PlannedStatement statement) {
    return STATEMENT
        + (long) LITERAL * shape.literalCount()
        + 2L * shape.text().length()
        + (long) COLUMN * (statement.columns().size() + statement.parameters().size())
        + of(statement.plan());
  }

  private static long of(PlanNode step) {
    long bytes = STEP + (long) COLUMN * step.types().size();
    for (PlanNode input : step.inputs()) {
      bytes += of(input);
    }
    return bytes;
  }
}
