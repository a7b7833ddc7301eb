package org.pydb.calcite.exec.operator;

import java.util.List;
import java.util.Locale;

/**
 * INTERSECT and EXCEPT, with ALL or without: those rows of the left input that the right one has,
 * or has not. NULL equals NULL. Distinct unions are an {@link AggregateNode} over a {@link
 * UnionNode}.
 */
public final class SetOperationNode extends PlanNode {

  /** Which rows of the left input remain. */
  public enum Kind {
    /** Each row once that is in both. */
    INTERSECT,
    /** Each row as often as it is in both. */
    INTERSECT_ALL,
    /** Each row once that is not in the right input. */
    EXCEPT,
    /** Each row as often as it is in the left input more than in the right one. */
    EXCEPT_ALL
  }

  private final Kind kind;
  private final PlanNode left;
  private final PlanNode right;

  /** An operation on two inputs whose columns have the same types. */
  public SetOperationNode(Kind kind, PlanNode left, PlanNode right) {
    super(left.types(), List.of(left, right));
    this.kind = kind;
    this.left = left;
    this.right = right;
  }

  Kind kind() {
    return kind;
  }

  @Override
  public String describe() {
    return "SetOperation: " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public Operator operator() {
    return new SetOperator(this, left.operator(), right.operator());
  }
}
